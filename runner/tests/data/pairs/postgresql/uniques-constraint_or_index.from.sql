CREATE TABLE t (a integer, b integer, CONSTRAINT uq_a UNIQUE (a));
CREATE UNIQUE INDEX uq_b ON t (b);
