CREATE TABLE "order" ("user" INTEGER PRIMARY KEY, "select" VARCHAR(9) DEFAULT 'from', "table" INTEGER CHECK ("table" > 0), "with space" INTEGER, "a""b" INTEGER);
CREATE TABLE "Account" ("userName" TEXT NOT NULL, "Email.Address" TEXT, CONSTRAINT "Uq Email" UNIQUE ("Email.Address"));
CREATE INDEX "index" ON "Account" ("userName" DESC);
CREATE VIEW "view" AS SELECT "user", "table" FROM "order";
