CREATE TYPE mood AS ENUM ('b', 'c', 'd');
CREATE TABLE t (id integer PRIMARY KEY, mood mood DEFAULT 'c');
