-- A trader in fine foods: suppliers, products, customers, orders, employees and their territories.
CREATE TABLE categories (
    category_id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
    category_name varchar(15) NOT NULL,
    description text,
    picture longblob
);
CREATE INDEX categories_name_ix ON categories (category_name);
CREATE TABLE suppliers (
    supplier_id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
    company_name varchar(40) NOT NULL,
    contact_name varchar(30),
    city varchar(15),
    country varchar(15),
    phone varchar(24),
    home_page text
);
CREATE TABLE products (
    product_id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
    product_name varchar(40) NOT NULL,
    supplier_id int,
    category_id int,
    quantity_per_unit varchar(20),
    unit_price decimal(10, 2) DEFAULT 0,
    units_in_stock smallint DEFAULT 0,
    units_on_order smallint DEFAULT 0,
    reorder_level smallint DEFAULT 0,
    discontinued boolean NOT NULL DEFAULT false,
    KEY products_supplier_ix (supplier_id),
    KEY products_category_ix (category_id),
    CONSTRAINT products_price_check CHECK (unit_price >= 0),
    CONSTRAINT products_supplier_fk FOREIGN KEY (supplier_id) REFERENCES suppliers (supplier_id),
    CONSTRAINT products_category_fk FOREIGN KEY (category_id) REFERENCES categories (category_id)
);
CREATE TABLE customers (
    customer_id char(5) NOT NULL,
    company_name varchar(40) NOT NULL,
    contact_name varchar(30),
    city varchar(15),
    region varchar(15),
    country varchar(15),
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
    photo_path varchar(255),
    reports_to int,
    KEY employees_reports_to_ix (reports_to),
    CONSTRAINT employees_reports_to_fk FOREIGN KEY (reports_to) REFERENCES employees (employee_id)
);
CREATE TABLE region (
    region_id int NOT NULL,
    region_description char(50) NOT NULL,
    CONSTRAINT region_pk PRIMARY KEY (region_id)
);
CREATE TABLE territories (
    territory_id varchar(20) NOT NULL,
    territory_description char(50) NOT NULL,
    region_id int NOT NULL,
    CONSTRAINT territories_pk PRIMARY KEY (territory_id),
    KEY territories_region_ix (region_id),
    CONSTRAINT territories_region_fk FOREIGN KEY (region_id) REFERENCES region (region_id)
);
CREATE TABLE employee_territories (
    employee_id int NOT NULL,
    territory_id varchar(20) NOT NULL,
    CONSTRAINT employee_territories_pk PRIMARY KEY (employee_id, territory_id),
    KEY employee_territories_territory_ix (territory_id),
    CONSTRAINT employee_territories_employee_fk FOREIGN KEY (employee_id) REFERENCES employees (employee_id),
    CONSTRAINT employee_territories_territory_fk FOREIGN KEY (territory_id) REFERENCES territories (territory_id)
);
CREATE TABLE orders (
    order_id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
    customer_id char(5),
    employee_id int,
    order_date date,
    required_date date,
    shipped_date date,
    ship_via int,
    freight decimal(10, 2) DEFAULT 0,
    ship_country varchar(15),
    KEY orders_customer_ix (customer_id),
    KEY orders_employee_ix (employee_id),
    KEY orders_shipper_ix (ship_via),
    CONSTRAINT orders_customer_fk FOREIGN KEY (customer_id) REFERENCES customers (customer_id),
    CONSTRAINT orders_employee_fk FOREIGN KEY (employee_id) REFERENCES employees (employee_id),
    CONSTRAINT orders_shipper_fk FOREIGN KEY (ship_via) REFERENCES shippers (shipper_id)
);
CREATE INDEX orders_order_date_ix ON orders (order_date);
CREATE TABLE order_details (
    order_id int NOT NULL,
    product_id int NOT NULL,
    unit_price decimal(10, 2) NOT NULL DEFAULT 0,
    quantity smallint NOT NULL DEFAULT 1,
    discount double NOT NULL DEFAULT 0,
    CONSTRAINT order_details_pk PRIMARY KEY (order_id, product_id),
    KEY order_details_product_ix (product_id),
    CONSTRAINT order_details_quantity_check CHECK (quantity > 0),
    CONSTRAINT order_details_order_fk FOREIGN KEY (order_id) REFERENCES orders (order_id),
    CONSTRAINT order_details_product_fk FOREIGN KEY (product_id) REFERENCES products (product_id)
);
CREATE VIEW order_subtotals AS
    SELECT order_id, sum(unit_price * quantity * (1 - discount)) AS subtotal FROM order_details GROUP BY order_id;
CREATE VIEW current_products AS
    SELECT product_id, product_name FROM products WHERE NOT discontinued;
