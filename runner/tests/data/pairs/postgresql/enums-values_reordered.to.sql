CREATE TYPE mood AS ENUM ('c', 'a', 'b');
CREATE TABLE t (id integer PRIMARY KEY, mood mood NOT NULL);
CREATE TABLE u (mood mood DEFAULT 'b');
