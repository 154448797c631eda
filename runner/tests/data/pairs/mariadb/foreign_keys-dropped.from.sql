CREATE TABLE a (id int PRIMARY KEY);
CREATE TABLE b (id int PRIMARY KEY, a_id int, KEY a_ix (a_id), CONSTRAINT f1 FOREIGN KEY (a_id) REFERENCES a (id));
