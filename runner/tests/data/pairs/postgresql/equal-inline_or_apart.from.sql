CREATE TABLE t (id integer PRIMARY KEY, a text UNIQUE, b integer NOT NULL CHECK (b > 0));
COMMENT ON TABLE t IS '';
