CREATE TABLE t (
    a integer DEFAULT 42, b text DEFAULT 'x', c boolean NOT NULL DEFAULT true, d timestamptz DEFAULT now(), e varchar(5) DEFAULT ''
);
