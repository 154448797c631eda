CREATE TABLE t (id integer PRIMARY KEY, name text);
CREATE FUNCTION all_t() RETURNS SETOF t LANGUAGE sql STABLE AS 'SELECT * FROM t';
CREATE FUNCTION some_t(OUT number integer, OUT title text) RETURNS SETOF record LANGUAGE sql STABLE AS 'SELECT id, name FROM t';
