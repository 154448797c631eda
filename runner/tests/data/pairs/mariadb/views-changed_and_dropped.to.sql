CREATE TABLE t (id int PRIMARY KEY, name varchar(20));
CREATE VIEW v AS SELECT id, name FROM t WHERE name <> 'it''s';
