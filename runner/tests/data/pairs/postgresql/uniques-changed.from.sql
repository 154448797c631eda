CREATE TABLE t (a integer, b integer, c integer, CONSTRAINT uq UNIQUE (a, b));
