CREATE TABLE t (a varchar(30) DEFAULT 'uuid()', b varchar(30) DEFAULT '5', c varchar(30) DEFAULT 'NULL');
