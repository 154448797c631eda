CREATE TABLE a (id integer PRIMARY KEY);
CREATE TABLE b (id serial PRIMARY KEY, name text);
CREATE TABLE c (id bigserial PRIMARY KEY);
CREATE TABLE d (id smallserial PRIMARY KEY, number serial);
