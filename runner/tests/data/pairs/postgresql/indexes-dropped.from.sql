CREATE TABLE t (id integer PRIMARY KEY, a text, b integer);
CREATE INDEX t_a_idx ON t (a);
CREATE UNIQUE INDEX t_b_key ON t (b DESC);
