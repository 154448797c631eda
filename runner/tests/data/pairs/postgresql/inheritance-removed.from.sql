CREATE TABLE city (name text);
CREATE TABLE capital (state char(2)) INHERITS (city);
