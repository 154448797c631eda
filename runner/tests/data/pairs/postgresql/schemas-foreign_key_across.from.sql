CREATE SCHEMA a;
CREATE SCHEMA b;
CREATE TABLE a.t (id integer PRIMARY KEY, b_id integer);
CREATE TABLE b.t (id integer PRIMARY KEY, a_id integer REFERENCES a.t);
