CREATE TABLE t (a varchar(20), b char(3), c text, d mediumtext, e tinytext, f varchar(300), g longtext, h char(8));
