CREATE TABLE t (a text, b boolean, c integer);
CREATE INDEX i1 ON t (a) WHERE a IS NOT NULL;
CREATE INDEX i2 ON t (a);
CREATE UNIQUE INDEX i3 ON t (c) WHERE c > 10 AND a = 'it''s';
