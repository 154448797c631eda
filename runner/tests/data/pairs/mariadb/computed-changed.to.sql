CREATE TABLE item (price int, total int GENERATED ALWAYS AS (price * 3) STORED, v int GENERATED ALWAYS AS (price + 1) STORED, KEY total_ix (total));
