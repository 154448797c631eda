CREATE DOMAIN pos AS integer CHECK (VALUE > 0) DEFAULT 1;
CREATE TABLE t (a integer, b integer GENERATED ALWAYS AS (a * 2) STORED, c pos);
