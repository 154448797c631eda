CREATE TABLE t (id integer, name text, CONSTRAINT t_pkey PRIMARY KEY (id));
