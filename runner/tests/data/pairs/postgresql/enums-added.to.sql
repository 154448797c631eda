CREATE TYPE mood AS ENUM ('sad', 'it''s ok', 'happy');
CREATE TYPE unused AS ENUM ('only');
CREATE TYPE nothing AS ENUM ();
CREATE TABLE t (id integer PRIMARY KEY, mood mood NOT NULL DEFAULT 'happy', moods mood[]);
