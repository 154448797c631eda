CREATE TABLE t (a integer CONSTRAINT a_positive CHECK (a > 0), b text, CONSTRAINT b_some CHECK (b <> '' AND length(b) < 10), CHECK (a < 100 OR b LIKE 'x%'));
