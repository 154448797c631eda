CREATE TABLE t (a integer, b integer, c integer, CONSTRAINT uq UNIQUE (b, c, a));
