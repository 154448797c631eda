CREATE TABLE item (
    price numeric, amount integer, total numeric GENERATED ALWAYS AS (price * amount) STORED,
    label text GENERATED ALWAYS AS ('#' || amount) STORED
);
