CREATE TABLE a (id int PRIMARY KEY, name varchar(9));
CREATE SEQUENCE s;
