CREATE TABLE t (a integer, b integer, CONSTRAINT uq_b UNIQUE (b));
CREATE UNIQUE INDEX uq_a ON t (a);
