CREATE TABLE t (id integer PRIMARY KEY, code text NOT NULL UNIQUE);
CREATE TABLE u (id integer PRIMARY KEY, code text REFERENCES t (code));
