CREATE TABLE t (id int NOT NULL, name varchar(9), PRIMARY KEY (id));
