CREATE TABLE t (a text, b text, c jsonb);
CREATE INDEX i1 ON t (a);
CREATE INDEX i2 ON t (lower(b));
