CREATE TABLE t (a int unsigned, b bigint unsigned, c decimal(8, 2) unsigned, d tinyint, e smallint(4) unsigned zerofill);
