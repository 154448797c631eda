CREATE TABLE t (
    a bigint[], b varchar(20)[], c varchar(30)[], d integer[], e timestamptz(3)[] NOT NULL DEFAULT '{}', f numeric(8, 2)[],
    g text[] DEFAULT ARRAY['a', 'b''c']
);
