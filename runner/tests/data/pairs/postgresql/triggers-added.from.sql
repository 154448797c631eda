CREATE TABLE t (id integer PRIMARY KEY, changed timestamptz);
