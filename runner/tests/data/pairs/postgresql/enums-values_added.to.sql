CREATE TYPE mood AS ENUM ('a', 'b', 'c', 'd', 'e');
CREATE TABLE t (id integer PRIMARY KEY, mood mood);
