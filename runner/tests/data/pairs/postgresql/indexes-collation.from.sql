CREATE TABLE t (a text, b text);
CREATE INDEX i1 ON t (a);
