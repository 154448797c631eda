CREATE DOMAIN public.pos AS int4 DEFAULT (1) CONSTRAINT pos_check CHECK ((VALUE > 0));
CREATE TABLE t (a int, b int GENERATED ALWAYS AS ((a*2)) STORED, c public.pos);
