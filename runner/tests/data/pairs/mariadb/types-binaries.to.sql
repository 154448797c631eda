CREATE TABLE t (a binary(8), b varbinary(20), c mediumblob, d blob, e varbinary(255));
