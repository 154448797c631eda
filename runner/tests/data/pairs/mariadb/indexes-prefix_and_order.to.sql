CREATE TABLE t (a varchar(200), b int, KEY i1 (a(10) DESC, b), KEY i2 (b DESC));
