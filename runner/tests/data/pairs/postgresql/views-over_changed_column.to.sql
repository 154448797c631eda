CREATE TABLE t (id bigint PRIMARY KEY, name varchar(50));
CREATE VIEW v AS SELECT id, name FROM t;
CREATE VIEW w AS SELECT name FROM v;
COMMENT ON VIEW w IS 'kept';
