CREATE TABLE item (price int, total int GENERATED ALWAYS AS (price * 2) STORED, v int GENERATED ALWAYS AS (price + 1) VIRTUAL);
