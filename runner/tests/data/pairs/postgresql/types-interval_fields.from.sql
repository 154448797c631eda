CREATE TABLE t (a interval day to second, b interval year to month, c interval);
