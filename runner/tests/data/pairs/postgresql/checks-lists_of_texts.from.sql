CREATE TABLE t (id integer PRIMARY KEY, plan varchar(20), kind varchar(20) DEFAULT 'a');
