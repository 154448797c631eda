CREATE TABLE item (price INTEGER, total INTEGER GENERATED ALWAYS AS (price * 2) STORED, v INTEGER AS (price + 1));
CREATE INDEX item_total ON item (total);
