CREATE TABLE t (a numeric, b numeric(10), c numeric(10, 2), d real, e double precision, f integer, g numeric(5, 2));
