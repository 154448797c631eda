CREATE TABLE keeper (id bigint PRIMARY KEY, name text);
CREATE TABLE pet (id integer PRIMARY KEY, owner bigint CONSTRAINT pet_owner_fkey REFERENCES keeper);
