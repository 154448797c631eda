CREATE TABLE t (id int PRIMARY KEY, a varchar(20), b int, KEY a_ix (a), KEY b_old (b));
