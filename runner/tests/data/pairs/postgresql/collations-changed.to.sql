CREATE TABLE t (a text COLLATE "POSIX", b text, c text COLLATE "C");
CREATE INDEX t_a_idx ON t (a);
