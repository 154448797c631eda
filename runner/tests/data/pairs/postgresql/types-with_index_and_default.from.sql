CREATE TABLE t (id integer PRIMARY KEY, amount integer NOT NULL DEFAULT 5 CHECK (amount > 0));
CREATE INDEX t_amount_idx ON t (amount);
