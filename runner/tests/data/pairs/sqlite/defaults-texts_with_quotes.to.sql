CREATE TABLE t (a TEXT DEFAULT 'it''s "so"', b TEXT DEFAULT 'back\slash', c TEXT DEFAULT 'two
lines', d TEXT DEFAULT '%s :name ? $1 {} --');
