CREATE TABLE t (a varchar(40) DEFAULT 'it''s "so"', b varchar(40) DEFAULT 'back\\slash', c varchar(40) DEFAULT 'two\nlines', d varchar(40) DEFAULT '%s :name ? $1 {} --');
