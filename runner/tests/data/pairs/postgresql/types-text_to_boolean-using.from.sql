CREATE TABLE t (id integer PRIMARY KEY, flag varchar(5) DEFAULT 'no', n integer);
