CREATE TABLE t (a INTEGER, b INTEGER AS ( "a"*2 ), CONSTRAINT c1 CHECK ("a">0 and "a"<10), CONSTRAINT c2 CHECK (a in (1,2)));
CREATE INDEX i1 ON t (abs( "a" )) WHERE "b">0;
