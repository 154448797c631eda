CREATE TABLE t (a int DEFAULT 1, b varchar(9) DEFAULT 'x', c boolean DEFAULT true, d datetime DEFAULT now(), e int DEFAULT -1, f bit(3) DEFAULT b'101');
