CREATE TABLE t (id integer PRIMARY KEY, name text);
CREATE MATERIALIZED VIEW m AS SELECT name, count(*) AS n, min(id) AS first FROM t GROUP BY name;
CREATE UNIQUE INDEX m_name_key ON m (name);
