CREATE TABLE t (id integer PRIMARY KEY, name text);
CREATE VIEW v AS SELECT id, upper(name) AS name FROM t WHERE id > 0;
CREATE VIEW w (number, title) AS SELECT id, name FROM v;
