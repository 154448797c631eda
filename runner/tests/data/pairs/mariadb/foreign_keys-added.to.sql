CREATE TABLE a (id int PRIMARY KEY, x int, y int, UNIQUE KEY xy (x, y));
CREATE TABLE b (id int PRIMARY KEY, a_id int, x int, y int, CONSTRAINT f1 FOREIGN KEY (a_id) REFERENCES a (id), CONSTRAINT f2 FOREIGN KEY (x, y) REFERENCES a (x, y));
