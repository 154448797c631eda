CREATE DOMAIN positive AS integer DEFAULT 5 CONSTRAINT is_positive CHECK (VALUE > 1);
CREATE DOMAIN name_of AS text NOT NULL;
CREATE TABLE t (id integer PRIMARY KEY, n positive, m name_of);
