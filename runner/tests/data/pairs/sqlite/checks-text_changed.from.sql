CREATE TABLE t (a INTEGER, b TEXT, CONSTRAINT a_check CHECK (a > 0), CHECK (b IN ('x', 'y')));
