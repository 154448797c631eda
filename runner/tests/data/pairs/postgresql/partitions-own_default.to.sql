CREATE TABLE t (id integer, kind text DEFAULT 'x') PARTITION BY LIST (id);
CREATE TABLE t_one PARTITION OF t (kind DEFAULT 'one') FOR VALUES IN (1);
