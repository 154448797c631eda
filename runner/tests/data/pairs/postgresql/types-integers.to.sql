CREATE TABLE t (a integer, b bigint, c integer, d smallint, e smallint, f bigint);
