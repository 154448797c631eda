CREATE TABLE t (a smallint, b integer, c bigint, d bigint, e integer, f smallint);
