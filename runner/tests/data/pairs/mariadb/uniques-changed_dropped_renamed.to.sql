CREATE TABLE t (a int, b int, c int, UNIQUE KEY changed (b, c), UNIQUE KEY new_name (c));
