CREATE TABLE person (id INTEGER PRIMARY KEY, given_name TEXT, family_name TEXT, street TEXT, city TEXT);
