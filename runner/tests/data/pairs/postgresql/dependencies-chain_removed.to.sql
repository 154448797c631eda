CREATE TABLE m (id integer PRIMARY KEY, z_id integer);
