CREATE TABLE t (a integer, b text, CONSTRAINT a_check CHECK (a >= 0), CONSTRAINT b_check CHECK (b IN ('x', 'y', 'z')));
