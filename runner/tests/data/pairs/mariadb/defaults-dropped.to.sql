CREATE TABLE t (a int, b varchar(9), c boolean NOT NULL, d datetime, e varchar(5));
