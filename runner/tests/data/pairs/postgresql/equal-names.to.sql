CREATE TABLE Account (ID integer PRIMARY KEY, "Name" text);
CREATE TYPE public.Mood AS ENUM ('a');
