CREATE TABLE t (a text DEFAULT 'it''s', b text DEFAULT '"', c text);
