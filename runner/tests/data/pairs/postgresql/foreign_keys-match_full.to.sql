CREATE TABLE a (x integer, y integer, PRIMARY KEY (x, y));
CREATE TABLE b (x integer, y integer, CONSTRAINT b_fk FOREIGN KEY (x, y) REFERENCES a MATCH FULL);
CREATE TABLE c (x integer, y integer, CONSTRAINT c_fk FOREIGN KEY (x, y) REFERENCES a);
