CREATE TABLE t (id integer PRIMARY KEY, n integer);
CREATE PROCEDURE changed(a integer) LANGUAGE sql AS 'UPDATE t SET n = a';
CREATE PROCEDURE removed() LANGUAGE sql AS 'DELETE FROM t';
CREATE FUNCTION turned(a integer) RETURNS integer LANGUAGE sql AS 'SELECT a';
