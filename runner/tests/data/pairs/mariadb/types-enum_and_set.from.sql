CREATE TABLE t (a enum('x', 'y') NOT NULL DEFAULT 'x', b set('p', 'q'), c enum('a', 'b', 'c'), d enum('m'));
