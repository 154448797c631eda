CREATE TABLE customer (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, name varchar(50), email varchar(100), old_note text, UNIQUE KEY email_key (email)) COMMENT = 'Who buys';
CREATE TABLE orders (
    id int NOT NULL AUTO_INCREMENT PRIMARY KEY, customer_id int, status enum('new', 'paid') DEFAULT 'new', total decimal(8, 2),
    KEY status_ix (status), KEY customer_ix (customer_id), CONSTRAINT total_check CHECK (total >= 0), CONSTRAINT orders_fk FOREIGN KEY (customer_id) REFERENCES customer (id)
);
CREATE TABLE legacy (id int PRIMARY KEY, customer_id int, CONSTRAINT legacy_fk FOREIGN KEY (customer_id) REFERENCES customer (id));
CREATE VIEW open_orders AS SELECT id, total FROM orders WHERE status = 'new';
CREATE TRIGGER orders_total BEFORE INSERT ON orders FOR EACH ROW SET NEW.total = coalesce(NEW.total, 0);
