CREATE TABLE item (price INTEGER, total INTEGER);
