CREATE TABLE event (id integer PRIMARY KEY, at timestamp with time zone, venue text);
