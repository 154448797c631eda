CREATE TABLE account (id bigint PRIMARY KEY, email varchar(200) NOT NULL);
