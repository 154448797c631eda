CREATE TYPE mood AS ENUM ('a', 'b', 'c');
CREATE TABLE t (id integer PRIMARY KEY, mood mood NOT NULL);
CREATE TABLE u (mood mood DEFAULT 'b');
