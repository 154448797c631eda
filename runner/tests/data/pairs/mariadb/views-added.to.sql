CREATE TABLE t (id int PRIMARY KEY, name varchar(20));
CREATE VIEW v AS SELECT id, upper(name) AS name FROM t WHERE id > 0;
CREATE VIEW w (number, title) AS SELECT id, name FROM v;
