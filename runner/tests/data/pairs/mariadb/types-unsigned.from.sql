CREATE TABLE t (a int, b bigint, c decimal(8, 2), d tinyint unsigned, e smallint);
