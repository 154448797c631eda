CREATE TABLE t (a json, b jsonb, c text);
