CREATE TABLE t (a text, b integer, c integer[], d point);
CREATE INDEX i1 ON t USING hash (a);
CREATE INDEX i2 ON t (b);
CREATE INDEX i3 ON t USING gin (c);
CREATE INDEX i4 ON t USING spgist (d);
