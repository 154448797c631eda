CREATE TABLE t (a bit(5), b bit varying(16), c bit varying(64), d bytea, e bytea NOT NULL DEFAULT '\xdeadbeef');
