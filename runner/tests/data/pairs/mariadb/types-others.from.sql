CREATE TABLE t (a json, b text);
