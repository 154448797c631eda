CREATE TABLE t (id integer PRIMARY KEY, a text, b integer, c jsonb);
CREATE INDEX t_a_idx ON t (a);
CREATE INDEX t_ab_idx ON t (a, b);
CREATE UNIQUE INDEX t_b_key ON t (b);
CREATE INDEX t_c_idx ON t USING gin (c);
