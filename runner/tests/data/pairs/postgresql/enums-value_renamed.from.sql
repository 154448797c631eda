CREATE TYPE mood AS ENUM ('sad', 'well', 'happy');
CREATE TABLE t (id integer PRIMARY KEY, mood mood DEFAULT 'sad');
