CREATE TABLE t (id integer PRIMARY KEY, name text);
CREATE INDEX t_name_idx ON t (name);
CREATE VIEW v AS SELECT id FROM t;
COMMENT ON TABLE t IS 'old';
COMMENT ON COLUMN t.name IS 'old';
COMMENT ON INDEX t_name_idx IS 'old';
COMMENT ON VIEW v IS 'old';
