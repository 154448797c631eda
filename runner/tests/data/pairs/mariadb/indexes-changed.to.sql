CREATE TABLE t (a varchar(20), b int, c text, KEY i1 (b, a), UNIQUE KEY i2 (a), KEY i3 (c(20)), KEY i4 (b DESC));
