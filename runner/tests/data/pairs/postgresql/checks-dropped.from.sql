CREATE TABLE t (a integer, b text, CONSTRAINT a_check CHECK (a > 0), CHECK (b <> 'it''s'));
