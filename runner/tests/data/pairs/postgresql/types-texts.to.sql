CREATE TABLE t (a varchar(40), b varchar(10), c varchar(80), d char(5), e varchar(8), f text, g char(1));
