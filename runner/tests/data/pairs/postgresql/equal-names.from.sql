CREATE TABLE "account" ("id" integer PRIMARY KEY, "Name" text);
CREATE TYPE "mood" AS ENUM ('a');
