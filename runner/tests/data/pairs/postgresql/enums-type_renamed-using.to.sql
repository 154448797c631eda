CREATE TYPE feeling AS ENUM ('a', 'b');
CREATE TABLE t (id integer PRIMARY KEY, mood feeling DEFAULT 'a');
