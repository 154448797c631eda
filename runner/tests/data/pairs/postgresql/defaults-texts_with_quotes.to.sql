CREATE TABLE t (a text DEFAULT 'it''s "so"', b text DEFAULT E'back\\slash', c text DEFAULT E'two\nlines', d text DEFAULT '%s :name ? $1 {} --');
