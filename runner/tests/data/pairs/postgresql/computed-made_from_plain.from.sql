CREATE TABLE item (price numeric, total numeric NOT NULL DEFAULT 0);
