CREATE TABLE item (price numeric, total numeric NOT NULL GENERATED ALWAYS AS (abs(price)) STORED);
