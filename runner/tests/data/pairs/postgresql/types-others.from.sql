CREATE TABLE t (a uuid, b money, c xml);
