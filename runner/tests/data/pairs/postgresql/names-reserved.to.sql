CREATE TABLE "order" ("user" integer PRIMARY KEY, "select" varchar(9) DEFAULT 'from', "table" integer CHECK ("table" > 0));
CREATE TABLE "group" ("primary" integer REFERENCES "order" ("user"), "end" text, CONSTRAINT "check" UNIQUE ("end"));
CREATE INDEX "index" ON "group" ("primary" DESC);
CREATE VIEW "view" AS SELECT "user", "table" FROM "order";
