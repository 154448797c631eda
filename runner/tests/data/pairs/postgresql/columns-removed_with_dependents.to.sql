CREATE TABLE stock (id integer PRIMARY KEY, place text NOT NULL, amount integer);
