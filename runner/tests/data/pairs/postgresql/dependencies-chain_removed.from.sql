CREATE TABLE z (id integer PRIMARY KEY);
CREATE TABLE m (id integer PRIMARY KEY, z_id integer REFERENCES z);
CREATE TABLE b (id integer PRIMARY KEY, m_id integer REFERENCES m, z_id integer REFERENCES z);
CREATE TABLE a (id integer PRIMARY KEY, b_id integer REFERENCES b);
CREATE VIEW y AS SELECT a.id, b.m_id FROM a JOIN b ON b.id = a.b_id;
CREATE VIEW x AS SELECT id FROM y;
