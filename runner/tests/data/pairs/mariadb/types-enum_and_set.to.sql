CREATE TABLE t (a enum('w', 'x', 'y', 'it''s') NOT NULL DEFAULT 'w', b set('p', 'q', 'r'), c enum('c', 'a'), d varchar(10));
