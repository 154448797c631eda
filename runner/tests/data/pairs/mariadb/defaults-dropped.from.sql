CREATE TABLE t (a int DEFAULT 42, b varchar(9) DEFAULT 'x', c boolean NOT NULL DEFAULT true, d datetime DEFAULT now(), e varchar(5) DEFAULT '');
