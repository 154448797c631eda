CREATE TABLE item (price bigint, double_price bigint GENERATED ALWAYS AS (price * 2) STORED);
