CREATE TABLE t (a integer, b text, c boolean NOT NULL, d timestamptz, e varchar(5));
