CREATE TABLE t (a datetime(6), b datetime, c timestamp(3) NULL, d time(1), e time, f datetime, g year, h timestamp NULL DEFAULT NULL);
