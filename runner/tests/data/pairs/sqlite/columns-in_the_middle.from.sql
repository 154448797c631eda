CREATE TABLE person (id INTEGER PRIMARY KEY, family_name TEXT, city TEXT);
