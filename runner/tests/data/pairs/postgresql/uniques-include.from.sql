CREATE TABLE t (a integer, b integer, c integer, CONSTRAINT uq_a UNIQUE (a), CONSTRAINT uq_b UNIQUE (b) INCLUDE (c));
