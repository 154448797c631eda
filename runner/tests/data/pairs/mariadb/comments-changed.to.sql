CREATE TABLE t (id int PRIMARY KEY, name varchar(20) COMMENT 'new', KEY name_ix (name) COMMENT 'new') COMMENT = 'new';
