CREATE TABLE log (kind text NOT NULL, line text) PARTITION BY LIST (kind);
CREATE TABLE log_a PARTITION OF log FOR VALUES IN ('a', 'it''s');
