CREATE TABLE old_z (id int PRIMARY KEY);
CREATE TABLE old_a (id int PRIMARY KEY, z_id int, CONSTRAINT old_fk FOREIGN KEY (z_id) REFERENCES old_z (id));
