CREATE TABLE item (price INTEGER, total INTEGER GENERATED ALWAYS AS (price * 3) STORED, v INTEGER AS (price + 1) STORED);
CREATE INDEX item_total ON item (total);
