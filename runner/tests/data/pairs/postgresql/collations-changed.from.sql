CREATE TABLE t (a text, b text COLLATE "C", c text COLLATE "POSIX");
CREATE INDEX t_a_idx ON t (a);
