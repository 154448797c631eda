CREATE TABLE item (price NUMERIC, amount INTEGER, total NUMERIC GENERATED ALWAYS AS (price * amount) STORED, half INTEGER AS (amount / 2) VIRTUAL);
