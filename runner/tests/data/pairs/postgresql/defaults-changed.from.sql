CREATE TABLE t (a integer DEFAULT 1, b text DEFAULT 'x', c boolean DEFAULT true, d timestamptz DEFAULT now(), e integer DEFAULT -1);
