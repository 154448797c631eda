CREATE TABLE t (
    a uuid DEFAULT gen_random_uuid(), b numeric(12, 2), c xml, d tsvector, e tsquery, f oid, g regclass, h "char", i name, j pg_lsn, k money
);
