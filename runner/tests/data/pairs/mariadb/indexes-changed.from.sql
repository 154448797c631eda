CREATE TABLE t (a varchar(20), b int, c text, KEY i1 (a, b), KEY i2 (a), KEY i3 (c(10)), KEY i4 (b));
