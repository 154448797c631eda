CREATE TABLE item (price numeric, amount integer, total numeric GENERATED ALWAYS AS (price * amount) STORED);
CREATE INDEX item_total_idx ON item (total);
