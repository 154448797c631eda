CREATE TABLE "order" ("user" integer PRIMARY KEY, "select" text);
