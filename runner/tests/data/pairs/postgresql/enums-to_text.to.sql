CREATE TABLE t (id integer PRIMARY KEY, mood text DEFAULT 'a');
