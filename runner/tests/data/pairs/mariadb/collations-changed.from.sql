CREATE TABLE t (a varchar(20) COLLATE utf8mb4_bin, b varchar(20), c varchar(20) CHARACTER SET latin1);
