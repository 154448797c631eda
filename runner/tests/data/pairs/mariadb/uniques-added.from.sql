CREATE TABLE t (id int PRIMARY KEY, email varchar(50), place int, shelf int);
