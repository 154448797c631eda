CREATE TABLE city (name text, population integer);
