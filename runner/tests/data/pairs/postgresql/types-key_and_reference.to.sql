CREATE TABLE a (id bigint PRIMARY KEY);
CREATE TABLE b (id integer PRIMARY KEY, a_id bigint REFERENCES a);
