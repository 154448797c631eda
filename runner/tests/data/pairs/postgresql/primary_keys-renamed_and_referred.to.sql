CREATE TABLE t (a integer, CONSTRAINT pk_t PRIMARY KEY (a));
CREATE TABLE u (a integer CONSTRAINT u_a_fkey REFERENCES t (a));
