CREATE TABLE account (id integer PRIMARY KEY, points bigint NOT NULL DEFAULT 10);
