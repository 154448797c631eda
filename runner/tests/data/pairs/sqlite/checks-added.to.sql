CREATE TABLE t (a INTEGER CHECK (a > 0), b TEXT, CONSTRAINT b_some CHECK (b <> 'it''s' AND length(b) < 10));
