CREATE TABLE a (id integer PRIMARY KEY, x integer, y integer, UNIQUE (x, y));
CREATE TABLE b (
    id integer PRIMARY KEY, a_id integer REFERENCES a, x integer, y integer, CONSTRAINT b_xy_fk FOREIGN KEY (y, x) REFERENCES a (y, x)
);
