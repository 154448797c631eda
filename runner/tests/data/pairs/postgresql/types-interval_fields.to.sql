CREATE TABLE t (a interval, b interval year, c interval day to second(2));
