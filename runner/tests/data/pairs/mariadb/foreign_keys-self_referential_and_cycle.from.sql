CREATE TABLE s (id int PRIMARY KEY, parent int, KEY parent_ix (parent));
