CREATE TABLE t (id integer PRIMARY KEY, code varchar(5) NOT NULL DEFAULT 'abc', letter char(2));
