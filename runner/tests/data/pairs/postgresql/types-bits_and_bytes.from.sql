CREATE TABLE t (a bit(3), b bit varying(8), c bit varying, d bytea);
