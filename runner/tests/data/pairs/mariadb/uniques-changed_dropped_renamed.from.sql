CREATE TABLE t (a int, b int, c int, UNIQUE KEY changed (a, b), UNIQUE KEY dropped (a), UNIQUE KEY old_name (c));
