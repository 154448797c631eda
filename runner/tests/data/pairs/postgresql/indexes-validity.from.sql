CREATE TABLE t (id integer PRIMARY KEY, name text);
CREATE INDEX t_name ON t (name);
UPDATE pg_index SET indisvalid = false WHERE indexrelid = 't_name'::regclass;
