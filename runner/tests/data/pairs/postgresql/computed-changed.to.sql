CREATE TABLE item (price numeric, amount integer, total numeric GENERATED ALWAYS AS (price * amount * 1.2) STORED);
CREATE INDEX item_total_idx ON item (total);
