CREATE TABLE t (id integer PRIMARY KEY, name text);
CREATE VIEW v AS
    select t.id, t.name
    from public.t
    where (t.id > 0) and (t.name is not null);
CREATE VIEW w AS SELECT id, name FROM t;
CREATE MATERIALIZED VIEW m AS
    select count(*) as n from t;
