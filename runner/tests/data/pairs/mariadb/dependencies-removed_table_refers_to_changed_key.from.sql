CREATE TABLE a (id int PRIMARY KEY, code varchar(10) UNIQUE);
CREATE TABLE b (id int PRIMARY KEY, a_id int, CONSTRAINT b_a FOREIGN KEY (a_id) REFERENCES a (id));
