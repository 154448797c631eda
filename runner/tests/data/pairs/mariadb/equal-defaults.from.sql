CREATE TABLE t (a datetime DEFAULT now(), b varchar(5) DEFAULT 'x', c int DEFAULT 1, d int DEFAULT NULL, e boolean DEFAULT true, f timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP);
