CREATE TABLE t (a integer, CONSTRAINT ck_t_a CHECK (a > 0));
