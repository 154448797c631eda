CREATE DOMAIN part AS integer CONSTRAINT not_less CHECK (VALUE >= 0) CONSTRAINT not_more CHECK (VALUE <= 100);
CREATE DOMAIN plain AS integer;
CREATE TABLE t (id integer PRIMARY KEY, done part, n plain);
