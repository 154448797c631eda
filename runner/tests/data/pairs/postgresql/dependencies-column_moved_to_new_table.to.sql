CREATE TABLE address (id integer PRIMARY KEY, street text, city text);
CREATE TABLE person (id integer PRIMARY KEY, address_id integer REFERENCES address);
CREATE VIEW addresses AS SELECT p.id, a.street, a.city FROM person p LEFT JOIN address a ON a.id = p.address_id;
