CREATE TABLE a (id integer PRIMARY KEY) WITH (fillfactor = 50);
CREATE TABLE b (id integer PRIMARY KEY) WITH (fillfactor = 80);
CREATE TABLE c (id integer PRIMARY KEY) WITH (autovacuum_vacuum_scale_factor = 0.05, toast.autovacuum_enabled = false);
