-- A trader in fine foods: suppliers, products, customers, orders, employees and their territories.
CREATE TABLE categories (
    category_id INTEGER PRIMARY KEY,
    category_name VARCHAR(15) NOT NULL,
    description TEXT,
    picture BLOB
);
CREATE INDEX categories_name_ix ON categories (category_name);
CREATE TABLE suppliers (
    supplier_id INTEGER PRIMARY KEY,
    company_name VARCHAR(40) NOT NULL,
    contact_name VARCHAR(30),
    city VARCHAR(15),
    country VARCHAR(15),
    phone VARCHAR(24),
    home_page TEXT
);
CREATE TABLE products (
    product_id INTEGER PRIMARY KEY,
    product_name VARCHAR(40) NOT NULL,
    supplier_id INTEGER,
    category_id INTEGER,
    quantity_per_unit VARCHAR(20),
    unit_price NUMERIC(10, 2) DEFAULT 0,
    units_in_stock SMALLINT DEFAULT 0,
    units_on_order SMALLINT DEFAULT 0,
    reorder_level SMALLINT DEFAULT 0,
    discontinued BOOLEAN NOT NULL DEFAULT false,
    CONSTRAINT products_price_check CHECK (unit_price >= 0),
    CONSTRAINT products_supplier_fk FOREIGN KEY (supplier_id) REFERENCES suppliers (supplier_id),
    CONSTRAINT products_category_fk FOREIGN KEY (category_id) REFERENCES categories (category_id)
);
CREATE TABLE customers (
    customer_id char(5) NOT NULL,
    company_name VARCHAR(40) NOT NULL,
    contact_name VARCHAR(30),
    city VARCHAR(15),
    region VARCHAR(15),
    country VARCHAR(15),
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
    photo_path VARCHAR(255),
    reports_to INTEGER,
    CONSTRAINT employees_reports_to_fk FOREIGN KEY (reports_to) REFERENCES employees (employee_id)
);
CREATE TABLE region (
    region_id INTEGER NOT NULL,
    region_description char(50) NOT NULL,
    CONSTRAINT region_pk PRIMARY KEY (region_id)
);
CREATE TABLE territories (
    territory_id VARCHAR(20) NOT NULL,
    territory_description char(50) NOT NULL,
    region_id INTEGER NOT NULL,
    CONSTRAINT territories_pk PRIMARY KEY (territory_id),
    CONSTRAINT territories_region_fk FOREIGN KEY (region_id) REFERENCES region (region_id)
);
CREATE TABLE employee_territories (
    employee_id INTEGER NOT NULL,
    territory_id VARCHAR(20) NOT NULL,
    CONSTRAINT employee_territories_pk PRIMARY KEY (employee_id, territory_id),
    CONSTRAINT employee_territories_employee_fk FOREIGN KEY (employee_id) REFERENCES employees (employee_id),
    CONSTRAINT employee_territories_territory_fk FOREIGN KEY (territory_id) REFERENCES territories (territory_id)
);
CREATE TABLE orders (
    order_id INTEGER PRIMARY KEY,
    customer_id char(5),
    employee_id INTEGER,
    order_date DATE,
    required_date DATE,
    shipped_date DATE,
    ship_via INTEGER,
    freight NUMERIC(10, 2) DEFAULT 0,
    ship_country VARCHAR(15),
    CONSTRAINT orders_customer_fk FOREIGN KEY (customer_id) REFERENCES customers (customer_id),
    CONSTRAINT orders_employee_fk FOREIGN KEY (employee_id) REFERENCES employees (employee_id),
    CONSTRAINT orders_shipper_fk FOREIGN KEY (ship_via) REFERENCES shippers (shipper_id)
);
CREATE INDEX orders_order_date_ix ON orders (order_date);
CREATE TABLE order_details (
    order_id INTEGER NOT NULL,
    product_id INTEGER NOT NULL,
    unit_price NUMERIC(10, 2) NOT NULL DEFAULT 0,
    quantity SMALLINT NOT NULL DEFAULT 1,
    discount REAL NOT NULL DEFAULT 0,
    CONSTRAINT order_details_pk PRIMARY KEY (order_id, product_id),
    CONSTRAINT order_details_quantity_check CHECK (quantity > 0),
    CONSTRAINT order_details_order_fk FOREIGN KEY (order_id) REFERENCES orders (order_id),
    CONSTRAINT order_details_product_fk FOREIGN KEY (product_id) REFERENCES products (product_id)
);
CREATE VIEW order_subtotals AS
    SELECT order_id, sum(unit_price * quantity * (1 - discount)) AS subtotal FROM order_details GROUP BY order_id;
CREATE VIEW current_products AS
    SELECT product_id, product_name FROM products WHERE NOT discontinued;
