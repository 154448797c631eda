CREATE TYPE mood AS ENUM ('a', 'b', 'c');
CREATE TABLE t (id integer PRIMARY KEY, mood mood, CONSTRAINT t_mood_check CHECK (mood <> 'a' OR id > 0));
CREATE VIEW v AS SELECT mood FROM t WHERE mood = 'a';
