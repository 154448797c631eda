CREATE TABLE account (id int PRIMARY KEY, email varchar(50) NOT NULL, phone varchar(50), age int NOT NULL DEFAULT 1 COMMENT 'kept');
