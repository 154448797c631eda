CREATE TABLE t (a smallint, b mediumint, c int, d bigint, e int, f int, g int unsigned, h tinyint, i int);
