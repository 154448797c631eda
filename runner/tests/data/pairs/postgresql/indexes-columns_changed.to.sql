CREATE TABLE t (a text, b integer, c integer);
CREATE INDEX ix ON t (b, a);
CREATE UNIQUE INDEX iy ON t (a);
