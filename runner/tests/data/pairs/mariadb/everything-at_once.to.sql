CREATE TABLE customer (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, name varchar(80) NOT NULL COMMENT 'in full', email varchar(100), country char(2) NOT NULL DEFAULT 'GB', UNIQUE KEY email_key (email, country)) COMMENT = 'Who buys, or might';
CREATE TABLE orders (
    id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY, customer_id int NOT NULL, status enum('new', 'sent', 'paid') NOT NULL DEFAULT 'sent', total decimal(12, 2),
    with_tax decimal(14, 4) GENERATED ALWAYS AS (total * 1.25) STORED,
    KEY status_ix (status, customer_id), KEY customer_ix (customer_id), CONSTRAINT total_check CHECK (total > 0), CONSTRAINT orders_fk FOREIGN KEY (customer_id) REFERENCES customer (id) ON DELETE CASCADE
);
CREATE TABLE order_lines (order_id bigint NOT NULL, position smallint unsigned NOT NULL, PRIMARY KEY (order_id, position), CONSTRAINT lines_fk FOREIGN KEY (order_id) REFERENCES orders (id));
CREATE VIEW open_orders AS SELECT id, total, with_tax FROM orders WHERE status = 'new';
CREATE TRIGGER orders_total BEFORE INSERT ON orders FOR EACH ROW SET NEW.total = coalesce(NEW.total, 1);
