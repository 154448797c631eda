CREATE TABLE customer (id INTEGER PRIMARY KEY, name VARCHAR(50), email TEXT UNIQUE, old_note TEXT);
CREATE TABLE orders (
    id INTEGER PRIMARY KEY AUTOINCREMENT, customer_id INTEGER REFERENCES customer (id), status TEXT DEFAULT 'new', total NUMERIC(8, 2),
    CONSTRAINT total_check CHECK (total >= 0)
);
CREATE TABLE legacy (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customer (id));
CREATE INDEX orders_status ON orders (status);
CREATE VIEW open_orders AS SELECT id, total FROM orders WHERE status = 'new';
CREATE TRIGGER orders_total AFTER INSERT ON orders BEGIN UPDATE orders SET total = 0 WHERE id = NEW.id AND total IS NULL; END;
