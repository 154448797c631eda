CREATE TABLE t (id uuid PRIMARY KEY, day date, payload jsonb);
