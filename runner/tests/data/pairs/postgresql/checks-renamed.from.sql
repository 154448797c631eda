CREATE TABLE t (a integer, CONSTRAINT a_check CHECK (a > 0));
