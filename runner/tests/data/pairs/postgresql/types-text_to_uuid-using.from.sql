CREATE TABLE t (id text PRIMARY KEY, day text, payload text);
