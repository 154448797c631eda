CREATE TABLE t (a text, b integer, c integer);
CREATE INDEX ix ON t (a, b);
CREATE INDEX iy ON t (a);
