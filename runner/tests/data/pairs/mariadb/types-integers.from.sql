CREATE TABLE t (a tinyint, b smallint, c mediumint, d int, e bigint, f int unsigned, g bigint unsigned, h boolean, i int(5) zerofill);
