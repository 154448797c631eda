CREATE TABLE t (id int PRIMARY KEY, a varchar(20), b int, c text, g point NOT NULL);
