CREATE SCHEMA app;
CREATE TABLE app.t (id integer PRIMARY KEY, name text, old integer);
CREATE TABLE t (id integer PRIMARY KEY);
