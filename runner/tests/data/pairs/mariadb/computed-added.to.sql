CREATE TABLE item (price decimal(10, 2), amount int, total decimal(12, 2) GENERATED ALWAYS AS (price * amount) STORED, half int GENERATED ALWAYS AS (amount DIV 2) VIRTUAL);
