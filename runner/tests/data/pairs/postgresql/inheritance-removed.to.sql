CREATE TABLE city (name text);
