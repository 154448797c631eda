CREATE TABLE city (name text, population integer, elevation integer CHECK (elevation > -500));
CREATE TABLE capital (state char(2)) INHERITS (city);
