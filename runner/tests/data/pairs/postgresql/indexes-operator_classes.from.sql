CREATE EXTENSION pg_trgm;
CREATE TABLE t (a text, b varchar(9), c jsonb);
CREATE INDEX i1 ON t (a);
CREATE INDEX i2 ON t (b varchar_pattern_ops);
CREATE INDEX i3 ON t USING gin (c);
