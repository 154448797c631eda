CREATE DOMAIN positive AS integer CONSTRAINT is_positive CHECK (VALUE > 0);
CREATE DOMAIN name_of AS text;
CREATE TABLE t (id integer PRIMARY KEY, n positive, m name_of);
