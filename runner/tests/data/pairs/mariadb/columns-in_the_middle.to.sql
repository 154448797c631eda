CREATE TABLE person (first int, id int PRIMARY KEY, given_name text, family_name text, street text, city text);
