CREATE SEQUENCE plain;
CREATE TABLE t (id bigint PRIMARY KEY, number bigint DEFAULT nextval('plain'));
