CREATE TABLE account (id integer PRIMARY KEY, points smallint);
