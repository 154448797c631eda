CREATE TABLE "Account" ("Id" integer PRIMARY KEY, "userName" text NOT NULL, "Email Address" text, CONSTRAINT "Uq Email" UNIQUE ("Email Address"));
CREATE INDEX "Ix userName" ON "Account" ("userName", lower("Email Address"));
CREATE TABLE account ("Id" integer REFERENCES "Account" ("Id"));
COMMENT ON COLUMN "Account"."userName" IS 'Case matters';
