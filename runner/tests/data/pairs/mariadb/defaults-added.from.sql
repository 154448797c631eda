CREATE TABLE t (a int, b varchar(9), c boolean, d datetime, e decimal(8, 2), f date, g varchar(36), h text);
