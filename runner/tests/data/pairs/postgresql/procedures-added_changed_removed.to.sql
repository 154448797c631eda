CREATE TABLE t (id integer PRIMARY KEY, n integer);
CREATE PROCEDURE changed(a integer) LANGUAGE sql AS 'UPDATE t SET n = a + 1';
CREATE PROCEDURE added(INOUT a integer) LANGUAGE plpgsql AS $$
BEGIN
    SELECT count(*) INTO a FROM t;
END $$;
CREATE PROCEDURE turned(a integer) LANGUAGE sql AS 'DELETE FROM t';
