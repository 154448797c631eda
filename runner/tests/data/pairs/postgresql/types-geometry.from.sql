CREATE TABLE t (a point, b box, c polygon);
