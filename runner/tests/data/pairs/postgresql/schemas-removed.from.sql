CREATE SCHEMA app;
CREATE TABLE app.t (id serial PRIMARY KEY, name text);
CREATE INDEX t_name_idx ON app.t (name);
CREATE VIEW app.v AS SELECT name FROM app.t;
