CREATE DOMAIN positive AS integer DEFAULT 1 NOT NULL CONSTRAINT is_positive CHECK (VALUE > 0);
CREATE DOMAIN code AS varchar(10) COLLATE "POSIX" CHECK (VALUE ~ '^[a-z]+$');
CREATE TABLE t (id integer PRIMARY KEY, n positive, c code DEFAULT 'a');
