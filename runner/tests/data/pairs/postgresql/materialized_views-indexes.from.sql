CREATE TABLE t (id integer PRIMARY KEY, name text);
CREATE MATERIALIZED VIEW m AS SELECT name, id FROM t;
CREATE INDEX m_name_idx ON m (name);
