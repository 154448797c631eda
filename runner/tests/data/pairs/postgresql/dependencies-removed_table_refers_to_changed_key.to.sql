CREATE TABLE a (id bigint, code text, PRIMARY KEY (id, code));
