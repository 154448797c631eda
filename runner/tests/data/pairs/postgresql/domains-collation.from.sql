CREATE DOMAIN code AS text COLLATE "C" CONSTRAINT is_code CHECK (VALUE > 'a');
CREATE TABLE t (id integer PRIMARY KEY, c code);
