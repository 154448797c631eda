CREATE TABLE t (
    a integer DEFAULT 2, b text DEFAULT lower('X'), c boolean DEFAULT false, d timestamptz DEFAULT now() + interval '1 day', e integer DEFAULT 1
);
