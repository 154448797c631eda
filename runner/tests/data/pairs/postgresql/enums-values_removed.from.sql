CREATE TYPE mood AS ENUM ('a', 'b', 'c');
CREATE TABLE t (id integer PRIMARY KEY, mood mood DEFAULT 'a', list mood[]);
CREATE INDEX t_mood_idx ON t (mood);
