CREATE TABLE t (id int PRIMARY KEY, name varchar(20)) WITH SYSTEM VERSIONING;
CREATE TABLE u (id int PRIMARY KEY, name varchar(20));
