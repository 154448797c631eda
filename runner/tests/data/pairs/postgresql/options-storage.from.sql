CREATE TABLE a (id integer PRIMARY KEY);
CREATE TABLE b (id integer PRIMARY KEY) WITH (fillfactor = 70, autovacuum_enabled = false);
