CREATE TABLE t (a integer, b integer, c integer, CONSTRAINT uq_a UNIQUE (a) INCLUDE (b, c), CONSTRAINT uq_b UNIQUE (b));
