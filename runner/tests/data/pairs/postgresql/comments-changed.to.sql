CREATE TABLE t (id integer PRIMARY KEY, name text);
CREATE INDEX t_name_idx ON t (name);
COMMENT ON TABLE t IS 'new';
COMMENT ON COLUMN t.name IS 'new ''quoted'' and \backslash';
COMMENT ON INDEX t_name_idx IS 'new';
