CREATE TABLE t (id INTEGER PRIMARY KEY, email TEXT UNIQUE, place TEXT, shelf TEXT, CONSTRAINT uq_place UNIQUE (place, shelf));
