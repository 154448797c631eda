CREATE TABLE "a""b" ("c""d" bigint, "with.dot" text, "percent%" integer, "1st" integer, "a-b" integer DEFAULT 1);
CREATE INDEX "i""x" ON "a""b" ("with.dot");
