CREATE TABLE a (id int PRIMARY KEY, x int, y int, UNIQUE KEY xy (x, y));
CREATE TABLE b (id int PRIMARY KEY, a_id int, x int, y int);
