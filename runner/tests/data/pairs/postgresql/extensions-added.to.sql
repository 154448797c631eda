CREATE EXTENSION citext;
CREATE EXTENSION hstore;
CREATE TABLE t (id integer PRIMARY KEY, email citext UNIQUE, attributes hstore DEFAULT '"a"=>"1"');
