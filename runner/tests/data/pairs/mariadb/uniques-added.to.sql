CREATE TABLE t (id int PRIMARY KEY, email varchar(50) UNIQUE, place int, shelf int, UNIQUE KEY uq_place (place, shelf));
