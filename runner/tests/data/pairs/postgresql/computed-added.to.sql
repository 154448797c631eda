CREATE TABLE item (
    price numeric(10, 2), amount integer, name text,
    total numeric(12, 2) GENERATED ALWAYS AS (price * amount) STORED,
    search tsvector GENERATED ALWAYS AS (to_tsvector('simple', coalesce(name, ''))) STORED
);
