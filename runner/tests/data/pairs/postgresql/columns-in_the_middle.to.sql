CREATE TABLE person (id integer PRIMARY KEY, given_name text, family_name text, street text, city text);
