CREATE TABLE t (id integer PRIMARY KEY, name text);
CREATE INDEX t_name_idx ON t (name);
CREATE VIEW v AS SELECT id FROM t;
COMMENT ON TABLE t IS 'A table';
COMMENT ON COLUMN t.id IS 'Its number';
COMMENT ON INDEX t_name_idx IS 'Its index';
COMMENT ON VIEW v IS 'Its view';
