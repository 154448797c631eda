CREATE TABLE t (a int, b varchar(9), CONSTRAINT a_positive CHECK (a > 0), CONSTRAINT b_some CHECK (b <> 'it''s' AND length(b) < 10));
