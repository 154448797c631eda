CREATE TABLE t (a int, b int AS ((`a`*2)), CONSTRAINT c1 CHECK ((`a` > 0) and (`a` < 10)), CONSTRAINT c2 CHECK (a <> 3));
CREATE VIEW v AS select t.a AS a, t.b AS b from t where (t.a > 0);
