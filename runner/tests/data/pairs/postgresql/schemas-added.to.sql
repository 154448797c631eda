CREATE SCHEMA app;
CREATE SCHEMA "Odd Name";
CREATE TABLE t (id integer PRIMARY KEY);
CREATE TABLE app.t (id integer PRIMARY KEY, t_id integer REFERENCES t);
CREATE TABLE "Odd Name"."T" (id integer PRIMARY KEY, t_id integer REFERENCES app.t);
