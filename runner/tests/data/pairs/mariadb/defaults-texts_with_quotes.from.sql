CREATE TABLE t (a varchar(40) DEFAULT 'it''s', b varchar(40) DEFAULT '"', c varchar(40));
