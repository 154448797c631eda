CREATE TABLE t (a int, b int, c int, CONSTRAINT c1 CHECK (a >= 0 OR a IS NULL), CONSTRAINT c4 CHECK (c > 0));
