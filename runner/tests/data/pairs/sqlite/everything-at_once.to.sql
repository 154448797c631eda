CREATE TABLE customer (id INTEGER PRIMARY KEY, name VARCHAR(80) NOT NULL, email TEXT COLLATE NOCASE, country CHAR(2) NOT NULL DEFAULT 'GB', CONSTRAINT email_key UNIQUE (email, country));
CREATE TABLE orders (
    id INTEGER PRIMARY KEY AUTOINCREMENT, customer_id INTEGER NOT NULL REFERENCES customer (id) ON DELETE CASCADE, status TEXT NOT NULL DEFAULT 'sent', total NUMERIC(12, 2),
    with_tax NUMERIC GENERATED ALWAYS AS (total * 1.25) STORED, CONSTRAINT total_check CHECK (total > 0)
);
CREATE TABLE lines (order_id INTEGER NOT NULL REFERENCES orders (id), position INTEGER NOT NULL, PRIMARY KEY (order_id, position)) WITHOUT ROWID;
CREATE INDEX orders_status ON orders (status, customer_id) WHERE status <> 'paid';
CREATE VIEW open_orders AS SELECT id, total, with_tax FROM orders WHERE status = 'new';
CREATE TRIGGER orders_total AFTER INSERT ON orders BEGIN UPDATE orders SET total = 1 WHERE id = NEW.id AND total IS NULL; END;
