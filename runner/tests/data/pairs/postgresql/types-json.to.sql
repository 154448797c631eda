CREATE TABLE t (a jsonb, b json, c text, d jsonb NOT NULL DEFAULT '{}', e json DEFAULT '["x", "it''s"]');
