CREATE TABLE t (a varchar(36) DEFAULT uuid(), b varchar(30) DEFAULT (2 + 3), c varchar(30) DEFAULT NULL);
