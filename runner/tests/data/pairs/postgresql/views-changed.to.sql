CREATE TABLE t (id integer PRIMARY KEY, name text);
CREATE VIEW v AS SELECT id, name FROM t WHERE name <> 'it''s';
CREATE VIEW w AS SELECT name FROM t;
