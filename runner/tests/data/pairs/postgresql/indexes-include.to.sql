CREATE TABLE t (a text, b integer, c integer);
CREATE INDEX i1 ON t (a) INCLUDE (b, c);
CREATE UNIQUE INDEX i2 ON t (a);
