CREATE TABLE "order" ("user" INTEGER PRIMARY KEY, "select" TEXT);
CREATE TABLE "Account" ("userName" TEXT);
