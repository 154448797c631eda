-- The trader of the first version, after its second warehouse: stock stands in places, and territories are gone.
CREATE TABLE categories (
    category_id INTEGER PRIMARY KEY,
    category_name VARCHAR(40) NOT NULL,
    description TEXT,
    CONSTRAINT categories_name_key UNIQUE (category_name)
);
CREATE TABLE suppliers (
    supplier_id INTEGER PRIMARY KEY,
    company_name VARCHAR(40) NOT NULL,
    contact_name VARCHAR(30),
    city VARCHAR(15),
    country VARCHAR(60),
    phone VARCHAR(24),
    home_page VARCHAR(500)
);
CREATE TABLE products (
    product_id INTEGER PRIMARY KEY,
    product_name VARCHAR(40) NOT NULL,
    supplier_id INTEGER,
    category_id INTEGER,
    quantity_per_unit VARCHAR(20),
    unit_price NUMERIC(10, 2) DEFAULT 0,
    reorder_level SMALLINT DEFAULT 0,
    discontinued_on DATE,
    CONSTRAINT products_price_check CHECK (unit_price >= 0 AND unit_price < 100000),
    CONSTRAINT products_supplier_fk FOREIGN KEY (supplier_id) REFERENCES suppliers (supplier_id),
    CONSTRAINT products_category_fk FOREIGN KEY (category_id) REFERENCES categories (category_id)
);
CREATE TABLE customers (
    customer_id char(5) NOT NULL,
    company_name VARCHAR(40) NOT NULL,
    contact_name VARCHAR(30),
    city VARCHAR(15),
    region VARCHAR(60),
    country VARCHAR(60) NOT NULL DEFAULT 'unknown',
    phone VARCHAR(24),
    CONSTRAINT customers_pk PRIMARY KEY (customer_id)
);
CREATE TABLE shippers (
    shipper_id INTEGER PRIMARY KEY,
    company_name VARCHAR(40) NOT NULL,
    phone VARCHAR(24)
);
CREATE TABLE employees (
    employee_id INTEGER PRIMARY KEY,
    last_name VARCHAR(20) NOT NULL,
    first_name VARCHAR(10) NOT NULL,
    birth_date DATE,
    notes TEXT,
    hired_on DATE NOT NULL DEFAULT '2020-01-01',
    reports_to INTEGER,
    CONSTRAINT employees_reports_to_fk FOREIGN KEY (reports_to) REFERENCES employees (employee_id)
);
CREATE TABLE orders (
    order_id INTEGER PRIMARY KEY,
    customer_id char(5),
    employee_id INTEGER,
    order_date DATE,
    required_date DATE,
    shipped_date DATE,
    ship_via INTEGER,
    freight NUMERIC(12, 2) NOT NULL DEFAULT 0,
    ship_country VARCHAR(15),
    CONSTRAINT orders_dates_check CHECK (shipped_date IS NULL OR shipped_date >= order_date),
    CONSTRAINT orders_customer_fk FOREIGN KEY (customer_id) REFERENCES customers (customer_id),
    CONSTRAINT orders_employee_fk FOREIGN KEY (employee_id) REFERENCES employees (employee_id),
    CONSTRAINT orders_shipper_fk FOREIGN KEY (ship_via) REFERENCES shippers (shipper_id)
);
CREATE INDEX orders_order_date_ix ON orders (order_date, ship_country);
CREATE TABLE order_details (
    order_id INTEGER NOT NULL,
    product_id INTEGER NOT NULL,
    unit_price NUMERIC(10, 2) NOT NULL DEFAULT 0,
    quantity INTEGER NOT NULL DEFAULT 1,
    discount REAL NOT NULL DEFAULT 0,
    CONSTRAINT order_details_pk PRIMARY KEY (order_id, product_id),
    CONSTRAINT order_details_quantity_check CHECK (quantity > 0),
    CONSTRAINT order_details_order_fk FOREIGN KEY (order_id) REFERENCES orders (order_id) ON DELETE CASCADE,
    CONSTRAINT order_details_product_fk FOREIGN KEY (product_id) REFERENCES products (product_id)
);
CREATE TABLE warehouses (
    warehouse_id INTEGER PRIMARY KEY,
    city VARCHAR(40) NOT NULL,
    country VARCHAR(60) NOT NULL,
    CONSTRAINT warehouses_place_key UNIQUE (country, city)
);
CREATE TABLE stock (
    warehouse_id INTEGER NOT NULL,
    product_id INTEGER NOT NULL,
    units INTEGER NOT NULL DEFAULT 0,
    units_on_order INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT stock_pk PRIMARY KEY (warehouse_id, product_id),
    CONSTRAINT stock_units_check CHECK (units >= 0 AND units_on_order >= 0),
    CONSTRAINT stock_warehouse_fk FOREIGN KEY (warehouse_id) REFERENCES warehouses (warehouse_id),
    CONSTRAINT stock_product_fk FOREIGN KEY (product_id) REFERENCES products (product_id) ON DELETE CASCADE
);
CREATE VIEW products_in_stock AS
    SELECT p.product_id, p.product_name, sum(s.units) AS units
    FROM products p JOIN stock s ON s.product_id = p.product_id
    GROUP BY p.product_id, p.product_name;
CREATE VIEW order_subtotals AS
    SELECT order_id, sum(unit_price * quantity * (1 - discount)) AS subtotal, count(*) AS details FROM order_details GROUP BY order_id;
CREATE VIEW current_products AS
    SELECT product_id, product_name FROM products WHERE discontinued_on IS NULL;
