CREATE TABLE t (id int PRIMARY KEY, a text, b text, place point NOT NULL, FULLTEXT KEY words (a), KEY remarked (id) COMMENT 'one');
