CREATE TABLE t (a datetime NULL DEFAULT current_timestamp(), b varchar(5) DEFAULT "x", c int DEFAULT '1', d int, e boolean DEFAULT 1, f timestamp NOT NULL DEFAULT localtimestamp());
