CREATE TABLE t (a integer, b text, c boolean, d timestamptz, e numeric(8, 2), f date, g uuid);
