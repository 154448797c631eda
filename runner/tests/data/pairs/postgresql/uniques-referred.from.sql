CREATE TABLE t (id integer PRIMARY KEY, code text NOT NULL);
CREATE TABLE u (id integer PRIMARY KEY, code text);
