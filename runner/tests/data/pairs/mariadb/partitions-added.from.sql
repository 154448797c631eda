CREATE TABLE t (id int NOT NULL, day date NOT NULL, PRIMARY KEY (id, day));
