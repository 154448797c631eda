CREATE TABLE t (a text, b integer, c integer[], d point);
CREATE INDEX i1 ON t (a);
CREATE INDEX i2 ON t USING brin (b);
CREATE INDEX i4 ON t USING gist (d);
