CREATE TABLE t (a numeric(20, 4), b numeric(12, 3), c numeric, d double precision, e real, f numeric(9, 0), g numeric(7, 2));
