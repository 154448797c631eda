CREATE TABLE t (id integer PRIMARY KEY, code varchar(100) NOT NULL DEFAULT 'abc', letter char(9));
