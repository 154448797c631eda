CREATE TABLE event (id int PRIMARY KEY, day date, hour int);
