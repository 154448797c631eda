CREATE TABLE t (a int CHECK (a > 1), b int CHECK (b IN (1, 2)), d int);
