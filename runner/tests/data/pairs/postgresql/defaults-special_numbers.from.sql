CREATE TABLE t (a double precision, b numeric, c bigint, d integer DEFAULT 0);
