CREATE TABLE t (a json, b json, c uuid, d inet6, e geometry, f point, g polygon NOT NULL, h inet4);
