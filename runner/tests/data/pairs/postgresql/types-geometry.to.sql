CREATE TABLE t (a point, b polygon, c circle, d line, e lseg, f path DEFAULT '((0,0),(1,1))');
