CREATE TABLE t (a text, b text, c jsonb);
CREATE INDEX i1 ON t (lower(a));
CREATE INDEX i2 ON t (upper(b), a);
CREATE UNIQUE INDEX i3 ON t ((c ->> 'key'), (length(a) + 1) DESC);
