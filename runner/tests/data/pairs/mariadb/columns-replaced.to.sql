CREATE TABLE event (id int PRIMARY KEY, at datetime(3), venue varchar(50));
