CREATE TABLE t (
    a integer DEFAULT 42, b text DEFAULT 'x', c boolean DEFAULT false, d timestamptz DEFAULT now(), e numeric(8, 2) DEFAULT 1.50,
    f date DEFAULT CURRENT_DATE, g uuid DEFAULT gen_random_uuid()
);
