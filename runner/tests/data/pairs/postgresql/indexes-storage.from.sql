CREATE TABLE t (a text, b integer, c integer[]);
CREATE INDEX i1 ON t (a);
CREATE INDEX i2 ON t (b) WITH (fillfactor = 70);
CREATE INDEX i3 ON t USING gin (c) WITH (fastupdate = off);
