CREATE TABLE item (price decimal(10, 2), amount int);
