CREATE TABLE t (
    id integer PRIMARY KEY, email text UNIQUE, place text, shelf text, CONSTRAINT uq_place UNIQUE (place, shelf)
);
