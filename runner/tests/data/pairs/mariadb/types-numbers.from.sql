CREATE TABLE t (a decimal, b decimal(10, 2), c float, d double, e double(10, 2), f bit(1), g int);
