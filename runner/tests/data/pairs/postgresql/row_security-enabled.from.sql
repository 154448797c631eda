CREATE TABLE t (id integer PRIMARY KEY, owner name);
