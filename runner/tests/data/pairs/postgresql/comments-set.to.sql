CREATE TABLE t (id integer PRIMARY KEY, name text);
CREATE INDEX t_name_idx ON t (name);
COMMENT ON TABLE t IS 'Things, each ''one'' of them';
COMMENT ON COLUMN t.name IS E'What it is called\nin two lines';
COMMENT ON INDEX t_name_idx IS 'For the search';
