CREATE TABLE item (price numeric(10, 2), amount integer, name text);
