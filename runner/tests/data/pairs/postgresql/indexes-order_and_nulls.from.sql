CREATE TABLE t (a text, b integer, c integer);
CREATE INDEX i1 ON t (a);
CREATE INDEX i2 ON t (b DESC);
CREATE INDEX i3 ON t (c NULLS FIRST);
CREATE INDEX i4 ON t (a, b, c);
