CREATE TABLE t (a int CHECK (a > 0), b int, d int CHECK (d < 9));
