CREATE TABLE t (id int PRIMARY KEY, name varchar(20) COMMENT 'it''s \\ a name', KEY name_ix (name) COMMENT 'for the search') COMMENT = 'Things, each "one"';
