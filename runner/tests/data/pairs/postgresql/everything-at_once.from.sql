CREATE SCHEMA app;
CREATE TYPE status AS ENUM ('new', 'paid', 'gone');
CREATE SEQUENCE app.numbers;
CREATE TABLE customer (id serial PRIMARY KEY, name varchar(50), email text UNIQUE, old_note text);
CREATE TABLE app.orders (
    id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, customer_id integer REFERENCES customer, status status DEFAULT 'new',
    number bigint DEFAULT nextval('app.numbers'), total numeric(8, 2), CONSTRAINT total_check CHECK (total >= 0)
);
CREATE TABLE legacy (id integer PRIMARY KEY, customer_id integer REFERENCES customer);
CREATE INDEX orders_status_idx ON app.orders (status);
CREATE VIEW app.open AS SELECT id, total FROM app.orders WHERE status = 'new';
CREATE FUNCTION tax(x numeric) RETURNS numeric LANGUAGE sql IMMUTABLE AS 'SELECT x * 0.2';
COMMENT ON TABLE customer IS 'Who buys';
