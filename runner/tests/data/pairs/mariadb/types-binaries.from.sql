CREATE TABLE t (a binary(4), b varbinary(10), c blob, d longblob, e tinyblob);
