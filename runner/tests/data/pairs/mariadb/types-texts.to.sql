CREATE TABLE t (a varchar(40), b char(5), c mediumtext, d text, e varchar(255), f varchar(100), g longtext NOT NULL, h varchar(8));
