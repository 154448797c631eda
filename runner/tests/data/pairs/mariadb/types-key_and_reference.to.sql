CREATE TABLE a (id bigint PRIMARY KEY);
CREATE TABLE b (id int PRIMARY KEY, a_id bigint, CONSTRAINT b_a_fk FOREIGN KEY (a_id) REFERENCES a (id));
