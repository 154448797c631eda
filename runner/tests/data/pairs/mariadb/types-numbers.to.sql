CREATE TABLE t (a decimal(20, 4), b decimal(12, 3), c double, d float, e double, f bit(8), g decimal(9, 0));
