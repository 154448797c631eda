CREATE TABLE stock (
    id integer PRIMARY KEY,
    place text NOT NULL,
    shelf text NOT NULL,
    amount integer,
    CONSTRAINT stock_place_shelf_key UNIQUE (place, shelf),
    CONSTRAINT stock_shelf_check CHECK (shelf <> '' AND amount >= 0)
);
CREATE INDEX stock_shelf_idx ON stock (shelf);
