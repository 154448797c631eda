CREATE TABLE t (a numeric(8, 2), b numeric(8, 2), CONSTRAINT ab CHECK (a < b));
