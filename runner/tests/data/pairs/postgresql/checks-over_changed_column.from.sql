CREATE TABLE t (a integer, b integer, CONSTRAINT ab CHECK (a < b));
