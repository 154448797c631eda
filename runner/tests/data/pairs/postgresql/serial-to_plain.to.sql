CREATE TABLE t (id integer, n serial PRIMARY KEY);
CREATE TABLE u (id integer, k serial);
