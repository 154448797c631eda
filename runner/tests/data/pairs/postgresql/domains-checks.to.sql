CREATE DOMAIN part AS integer CHECK (VALUE <> 50) CONSTRAINT not_less CHECK (VALUE >= 1) CONSTRAINT even CHECK (VALUE % 2 = 0);
CREATE DOMAIN plain AS integer CONSTRAINT plain_not_null CHECK (VALUE IS NOT NULL) CONSTRAINT odd CHECK (VALUE % 2 = 1);
CREATE TABLE t (id integer PRIMARY KEY, done part, n plain);
