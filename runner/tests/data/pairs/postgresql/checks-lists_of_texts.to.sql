CREATE TABLE t (
    id integer PRIMARY KEY,
    plan varchar(20) CHECK (plan IN ('single', 'family')),
    kind varchar(20) DEFAULT 'a',
    CONSTRAINT of_kind CHECK (kind IN ('a', 'b') OR plan = ANY (ARRAY['x', 'y']))
);
CREATE INDEX t_plan ON t (id) WHERE plan IN ('single', 'family');
CREATE VIEW v AS SELECT id FROM t WHERE plan IN ('single', 'family');
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER told BEFORE UPDATE ON t FOR EACH ROW WHEN (NEW.plan IN ('single', 'family') AND OLD.kind <> 'a') EXECUTE FUNCTION f();
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON t USING (plan IN ('single', 'family') AND id IN (SELECT id FROM t)) WITH CHECK (kind IN ('a', 'b'));
CREATE DOMAIN state AS varchar(10) CHECK (VALUE IN ('new', 'old')) CONSTRAINT is_known CHECK (VALUE IN ('new', 'x'));
