CREATE TABLE s (id int PRIMARY KEY, parent int, KEY parent_ix (parent), CONSTRAINT s_fk FOREIGN KEY (parent) REFERENCES s (id) ON DELETE CASCADE);
CREATE TABLE a (id int PRIMARY KEY, b_id int);
CREATE TABLE b (id int PRIMARY KEY, a_id int, CONSTRAINT b_a_fk FOREIGN KEY (a_id) REFERENCES a (id));
ALTER TABLE a ADD CONSTRAINT a_b_fk FOREIGN KEY (b_id) REFERENCES b (id);
