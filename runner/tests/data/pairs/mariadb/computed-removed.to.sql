CREATE TABLE item (price int, total int);
