CREATE EXTENSION pg_trgm;
CREATE TABLE t (a text, b varchar(9), c jsonb);
CREATE INDEX i1 ON t (a text_pattern_ops);
CREATE INDEX i2 ON t (b);
CREATE INDEX i3 ON t USING gin (c jsonb_path_ops);
CREATE INDEX i4 ON t USING gin (a gin_trgm_ops);
CREATE INDEX i5 ON t USING gist (a gist_trgm_ops (siglen = 32));
