CREATE TABLE person (id integer PRIMARY KEY, street text, city text);
CREATE VIEW addresses AS SELECT id, street, city FROM person;
