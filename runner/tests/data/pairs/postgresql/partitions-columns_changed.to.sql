CREATE TABLE log (at date NOT NULL, line varchar(20) NOT NULL DEFAULT '', level integer) PARTITION BY RANGE (at);
CREATE TABLE log_2025 PARTITION OF log FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE INDEX log_level_idx ON log (level);
