CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT a + 2';
CREATE FUNCTION g(a integer) RETURNS bigint LANGUAGE sql AS 'SELECT a::bigint';
CREATE PROCEDURE p(a integer) LANGUAGE sql AS 'SELECT 2';
