CREATE TABLE account (id bigint PRIMARY KEY, email varchar(200) NOT NULL, nickname varchar(80), is_active boolean NOT NULL DEFAULT true, score int NOT NULL DEFAULT 0);
