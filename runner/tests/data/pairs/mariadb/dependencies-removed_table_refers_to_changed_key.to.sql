CREATE TABLE a (id bigint PRIMARY KEY, code varchar(10));
