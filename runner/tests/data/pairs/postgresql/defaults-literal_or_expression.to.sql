CREATE TABLE t (a text DEFAULT now(), b timestamptz DEFAULT '2026-01-01 00:00:00+00', c text DEFAULT 5::text);
