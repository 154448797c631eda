CREATE TABLE t (a TEXT, b TEXT);
CREATE INDEX i1 ON t (lower(a));
CREATE INDEX i2 ON t (upper(b), a);
CREATE UNIQUE INDEX i3 ON t (length(a) + 1 DESC);
