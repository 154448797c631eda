CREATE TABLE t (id integer PRIMARY KEY, name text);
CREATE VIEW z AS SELECT id, name FROM t;
CREATE VIEW y AS SELECT id, name FROM z;
CREATE VIEW x AS SELECT count(*) AS n FROM y;
