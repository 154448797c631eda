CREATE TABLE x (id integer PRIMARY KEY);
CREATE TABLE a (id integer PRIMARY KEY, b_id integer, x_id integer REFERENCES x);
CREATE TABLE b (id integer PRIMARY KEY, c_id integer);
CREATE TABLE c (id integer PRIMARY KEY, a_id integer REFERENCES a);
ALTER TABLE a ADD CONSTRAINT a_b_fk FOREIGN KEY (b_id) REFERENCES b;
ALTER TABLE b ADD CONSTRAINT b_c_fk FOREIGN KEY (c_id) REFERENCES c;
