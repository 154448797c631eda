CREATE TABLE t (a text, b integer);
CREATE INDEX i1 ON t (a);
CREATE INDEX i2 ON t (lower(a)) WHERE b > 0;
CREATE INDEX i3 ON t (b DESC);
CREATE INDEX i4 ON t (b) WITH (fillfactor = 70);
