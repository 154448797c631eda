CREATE TABLE t (id int PRIMARY KEY, name varchar(20) NOT NULL DEFAULT 'x' COMMENT 'old', KEY name_ix (name) COMMENT 'old') COMMENT = 'old';
