CREATE TABLE t (id int PRIMARY KEY, name varchar(20), gone int);
CREATE VIEW v AS SELECT id, name FROM t;
