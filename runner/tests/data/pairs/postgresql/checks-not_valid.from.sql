CREATE TABLE t (a integer, b integer);
ALTER TABLE t ADD CONSTRAINT a_check CHECK (a > 0) NOT VALID;
