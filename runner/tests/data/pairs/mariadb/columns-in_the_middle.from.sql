CREATE TABLE person (id int PRIMARY KEY, family_name text, city text);
