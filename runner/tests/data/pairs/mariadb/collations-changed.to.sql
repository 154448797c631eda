CREATE TABLE t (a varchar(20), b varchar(20) COLLATE utf8mb4_bin NOT NULL, c varchar(20) CHARACTER SET ascii COLLATE ascii_bin);
