CREATE TABLE t (id int PRIMARY KEY, name varchar(20) COMMENT 'old', KEY name_ix (name) COMMENT 'old') COMMENT = 'old';
