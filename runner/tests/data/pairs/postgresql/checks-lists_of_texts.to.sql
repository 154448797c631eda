CREATE TABLE t (
    id integer PRIMARY KEY,
    plan varchar(20) CHECK (plan IN ('single', 'family')),
    kind varchar(20) DEFAULT 'a',
    CONSTRAINT of_kind CHECK (kind IN ('a', 'b') OR plan = ANY (ARRAY['x', 'y']))
);
CREATE INDEX t_plan ON t (id) WHERE plan IN ('single', 'family');
CREATE VIEW v AS SELECT id FROM t WHERE plan IN ('single', 'family');
