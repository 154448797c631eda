CREATE TABLE person (id integer PRIMARY KEY, family_name text, city text);
