CREATE TABLE account (id int PRIMARY KEY, email varchar(50), phone varchar(50) NOT NULL, age int DEFAULT 1 COMMENT 'kept');
