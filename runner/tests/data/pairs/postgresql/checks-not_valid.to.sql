CREATE TABLE t (a integer, b integer, CONSTRAINT a_check CHECK (a > 0));
ALTER TABLE t ADD CONSTRAINT b_check CHECK (b > 0) NOT VALID;
