CREATE TABLE a (id integer CONSTRAINT a_key PRIMARY KEY, code text CONSTRAINT a_code UNIQUE);
CREATE TABLE b (id integer PRIMARY KEY, a_id integer REFERENCES a, code text REFERENCES a (code));
