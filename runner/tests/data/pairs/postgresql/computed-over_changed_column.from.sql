CREATE TABLE item (price integer, double_price integer GENERATED ALWAYS AS (price * 2) STORED);
