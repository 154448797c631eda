CREATE TABLE t (id bigint PRIMARY KEY, name varchar(50));
CREATE VIEW v AS SELECT id, name FROM t;
