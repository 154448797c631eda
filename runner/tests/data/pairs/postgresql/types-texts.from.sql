CREATE TABLE t (a varchar(20), b varchar, c text, d char(3), e char(8), f varchar(100), g text);
