CREATE TABLE t (a, b TEXT, c "ODD type");
