CREATE TABLE old_owner (id integer PRIMARY KEY);
CREATE TABLE pet (id integer PRIMARY KEY, owner integer CONSTRAINT pet_owner_fkey REFERENCES old_owner);
