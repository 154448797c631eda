CREATE TABLE stock (id INTEGER PRIMARY KEY, place TEXT, shelf TEXT REFERENCES shelves (id), amount INTEGER, UNIQUE (place, shelf), CHECK (shelf <> '' AND amount >= 0));
CREATE TABLE shelves (id TEXT PRIMARY KEY);
