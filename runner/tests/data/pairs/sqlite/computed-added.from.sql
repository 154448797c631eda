CREATE TABLE item (price NUMERIC, amount INTEGER);
