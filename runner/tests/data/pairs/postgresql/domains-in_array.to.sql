CREATE DOMAIN a AS integer NOT NULL CHECK (VALUE > 1);
CREATE TABLE t (id integer PRIMARY KEY, x a, y a[]);
