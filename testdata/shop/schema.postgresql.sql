-- The shop as SQL: the same tables as `values.rs`.

CREATE TYPE product_status AS ENUM ('draft', 'on_sale', 'gone');

CREATE TABLE customer (
    id SERIAL PRIMARY KEY,
    email VARCHAR(200) NOT NULL UNIQUE,
    name TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP
);

COMMENT ON TABLE customer IS 'Who buys.';
COMMENT ON COLUMN customer.name IS 'As it is printed.';

CREATE TABLE product (
    id SERIAL PRIMARY KEY,
    code VARCHAR(40) NOT NULL UNIQUE,
    name TEXT NOT NULL,
    price NUMERIC(10, 2) NOT NULL,
    status product_status NOT NULL DEFAULT 'draft',
    details JSON,
    CHECK (price >= 0)
);

CREATE TABLE orders (
    id BIGSERIAL PRIMARY KEY,
    customer_id INTEGER NOT NULL,
    placed_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP,
    paid BOOLEAN NOT NULL DEFAULT FALSE,
    CONSTRAINT "fk-orders-customer_id" FOREIGN KEY (customer_id) REFERENCES customer (id) ON DELETE CASCADE
);

CREATE INDEX "idx-orders-customer_id" ON orders (customer_id);

CREATE TABLE line (
    order_id BIGINT NOT NULL,
    position SMALLINT NOT NULL,
    product_id INTEGER NOT NULL,
    amount INTEGER NOT NULL DEFAULT 1,
    CONSTRAINT "pk-line" PRIMARY KEY (order_id, position),
    CONSTRAINT "fk-line-order_id" FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "fk-line-product_id" FOREIGN KEY (product_id) REFERENCES product (id)
);

CREATE TABLE review (
    id SERIAL PRIMARY KEY,
    product_id INTEGER NOT NULL,
    customer_id INTEGER,
    rating SMALLINT NOT NULL,
    words TEXT,
    CONSTRAINT "fk-review-product_id" FOREIGN KEY (product_id) REFERENCES product (id) ON DELETE CASCADE,
    CONSTRAINT "fk-review-customer_id" FOREIGN KEY (customer_id) REFERENCES customer (id) ON DELETE SET NULL
);

CREATE UNIQUE INDEX "idx-review-once" ON review (product_id, customer_id);
