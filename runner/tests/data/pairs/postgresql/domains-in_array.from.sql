CREATE DOMAIN a AS integer CHECK (VALUE > 0);
CREATE TABLE t (id integer PRIMARY KEY, x a, y a[]);
