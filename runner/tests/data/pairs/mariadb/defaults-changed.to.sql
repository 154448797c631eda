CREATE TABLE t (a int DEFAULT 2, b varchar(9) DEFAULT (lower('X')), c boolean DEFAULT false, d datetime DEFAULT (now() + interval 1 day), e int DEFAULT 1, f bit(3) DEFAULT b'111');
