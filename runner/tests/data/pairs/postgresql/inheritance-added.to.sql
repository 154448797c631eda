CREATE TABLE city (name text, population integer);
CREATE TABLE capital (state char(2) UNIQUE NOT NULL) INHERITS (city);
