CREATE TABLE event (id integer PRIMARY KEY, day date, hour integer);
