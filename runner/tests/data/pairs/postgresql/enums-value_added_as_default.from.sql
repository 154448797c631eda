CREATE TYPE mood AS ENUM ('b', 'd');
CREATE TABLE t (id integer PRIMARY KEY, mood mood DEFAULT 'b');
