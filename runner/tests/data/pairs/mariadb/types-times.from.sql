CREATE TABLE t (a datetime, b datetime(3), c timestamp NULL, d time, e time(2), f date, g year, h timestamp(6) NULL DEFAULT NULL);
