CREATE TABLE t (a text, b integer, c integer[]);
CREATE INDEX i1 ON t (a) WITH (fillfactor = 50, deduplicate_items = off);
CREATE INDEX i2 ON t (b) WITH (fillfactor = 80);
CREATE INDEX i3 ON t USING gin (c);
