-- The trader of the first version, after its second warehouse: stock stands in places, and territories are gone.
CREATE TABLE categories (
    category_id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
    category_name varchar(40) NOT NULL,
    description text,
    CONSTRAINT categories_name_key UNIQUE (category_name)
);
CREATE TABLE suppliers (
    supplier_id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
    company_name varchar(40) NOT NULL,
    contact_name varchar(30),
    city varchar(15),
    country varchar(60),
    phone varchar(24),
    home_page varchar(500)
);
CREATE TABLE products (
    product_id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
    product_name varchar(40) NOT NULL,
    supplier_id int,
    category_id int,
    quantity_per_unit varchar(20),
    unit_price decimal(10, 2) DEFAULT 0,
    reorder_level smallint DEFAULT 0,
    discontinued_on date,
    KEY products_supplier_ix (supplier_id),
    KEY products_category_ix (category_id),
    CONSTRAINT products_price_check CHECK (unit_price >= 0 AND unit_price < 100000),
    CONSTRAINT products_supplier_fk FOREIGN KEY (supplier_id) REFERENCES suppliers (supplier_id),
    CONSTRAINT products_category_fk FOREIGN KEY (category_id) REFERENCES categories (category_id)
);
CREATE TABLE customers (
    customer_id char(5) NOT NULL,
    company_name varchar(40) NOT NULL,
    contact_name varchar(30),
    city varchar(15),
    region varchar(60),
    country varchar(60) NOT NULL DEFAULT 'unknown',
    phone varchar(24),
    CONSTRAINT customers_pk PRIMARY KEY (customer_id)
);
CREATE TABLE shippers (
    shipper_id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
    company_name varchar(40) NOT NULL,
    phone varchar(24)
);
CREATE TABLE employees (
    employee_id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
    last_name varchar(20) NOT NULL,
    first_name varchar(10) NOT NULL,
    birth_date date,
    notes text,
    hired_on date NOT NULL DEFAULT '2020-01-01',
    reports_to int,
    KEY employees_reports_to_ix (reports_to),
    CONSTRAINT employees_reports_to_fk FOREIGN KEY (reports_to) REFERENCES employees (employee_id)
);
CREATE TABLE orders (
    order_id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
    customer_id char(5),
    employee_id int,
    order_date date,
    required_date date,
    shipped_date date,
    ship_via int,
    freight decimal(12, 2) NOT NULL DEFAULT 0,
    ship_country varchar(15),
    CONSTRAINT orders_dates_check CHECK (shipped_date IS NULL OR shipped_date >= order_date),
    KEY orders_customer_ix (customer_id),
    KEY orders_employee_ix (employee_id),
    KEY orders_shipper_ix (ship_via),
    CONSTRAINT orders_customer_fk FOREIGN KEY (customer_id) REFERENCES customers (customer_id),
    CONSTRAINT orders_employee_fk FOREIGN KEY (employee_id) REFERENCES employees (employee_id),
    CONSTRAINT orders_shipper_fk FOREIGN KEY (ship_via) REFERENCES shippers (shipper_id)
);
CREATE INDEX orders_order_date_ix ON orders (order_date, ship_country);
CREATE TABLE order_details (
    order_id int NOT NULL,
    product_id int NOT NULL,
    unit_price decimal(10, 2) NOT NULL DEFAULT 0,
    quantity int NOT NULL DEFAULT 1,
    discount double NOT NULL DEFAULT 0,
    CONSTRAINT order_details_pk PRIMARY KEY (order_id, product_id),
    KEY order_details_product_ix (product_id),
    CONSTRAINT order_details_quantity_check CHECK (quantity > 0),
    CONSTRAINT order_details_order_fk FOREIGN KEY (order_id) REFERENCES orders (order_id) ON DELETE CASCADE,
    CONSTRAINT order_details_product_fk FOREIGN KEY (product_id) REFERENCES products (product_id)
);
CREATE TABLE warehouses (
    warehouse_id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
    city varchar(40) NOT NULL,
    country varchar(60) NOT NULL,
    CONSTRAINT warehouses_place_key UNIQUE (country, city)
);
CREATE TABLE stock (
    warehouse_id int NOT NULL,
    product_id int NOT NULL,
    units int NOT NULL DEFAULT 0,
    units_on_order int NOT NULL DEFAULT 0,
    CONSTRAINT stock_pk PRIMARY KEY (warehouse_id, product_id),
    KEY stock_product_ix (product_id),
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
