-- The shop as SQL: the same tables as `values.rs`.

CREATE TABLE customer (
    id INTEGER AUTO_INCREMENT PRIMARY KEY,
    email VARCHAR(200) NOT NULL UNIQUE,
    name TEXT NOT NULL COMMENT 'As it is printed.',
    created_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)
) COMMENT = 'Who buys.';

CREATE TABLE product (
    id INTEGER AUTO_INCREMENT PRIMARY KEY,
    code VARCHAR(40) NOT NULL UNIQUE,
    name TEXT NOT NULL,
    price NUMERIC(10, 2) NOT NULL,
    status ENUM('draft', 'on_sale', 'gone') NOT NULL DEFAULT 'draft',
    details JSON,
    CHECK (price >= 0)
);

CREATE TABLE orders (
    id BIGINT AUTO_INCREMENT PRIMARY KEY,
    customer_id INTEGER NOT NULL,
    placed_at DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    paid BOOLEAN NOT NULL DEFAULT FALSE,
    CONSTRAINT `fk-orders-customer_id` FOREIGN KEY (customer_id) REFERENCES customer (id) ON DELETE CASCADE
);

CREATE INDEX `idx-orders-customer_id` ON orders (customer_id);

CREATE TABLE line (
    order_id BIGINT NOT NULL,
    position SMALLINT NOT NULL,
    product_id INTEGER NOT NULL,
    amount INTEGER NOT NULL DEFAULT 1,
    CONSTRAINT `pk-line` PRIMARY KEY (order_id, position),
    CONSTRAINT `fk-line-order_id` FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT `fk-line-product_id` FOREIGN KEY (product_id) REFERENCES product (id)
);

CREATE TABLE review (
    id INTEGER AUTO_INCREMENT PRIMARY KEY,
    product_id INTEGER NOT NULL,
    customer_id INTEGER,
    rating SMALLINT NOT NULL,
    words TEXT,
    CONSTRAINT `fk-review-product_id` FOREIGN KEY (product_id) REFERENCES product (id) ON DELETE CASCADE,
    CONSTRAINT `fk-review-customer_id` FOREIGN KEY (customer_id) REFERENCES customer (id) ON DELETE SET NULL
);

CREATE UNIQUE INDEX `idx-review-once` ON review (product_id, customer_id);
