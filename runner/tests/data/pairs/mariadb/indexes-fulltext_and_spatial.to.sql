CREATE TABLE t (id int PRIMARY KEY, a text, b text, place point NOT NULL, FULLTEXT KEY words (a, b), SPATIAL KEY places (place), KEY remarked (id) COMMENT 'two');
