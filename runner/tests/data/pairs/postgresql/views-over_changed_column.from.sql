CREATE TABLE t (id integer PRIMARY KEY, name varchar(20), gone text);
CREATE VIEW v AS SELECT id, name FROM t;
CREATE VIEW w AS SELECT name FROM v;
COMMENT ON VIEW w IS 'kept';
