CREATE TABLE t (id serial, n serial PRIMARY KEY);
CREATE SEQUENCE s AS smallint MAXVALUE 50 CYCLE;
CREATE TABLE u (id integer DEFAULT nextval('s'), k integer);
ALTER SEQUENCE s OWNED BY u.id;
