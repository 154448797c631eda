CREATE TABLE t (a text);
CREATE INDEX ix_t_a ON t (a);
