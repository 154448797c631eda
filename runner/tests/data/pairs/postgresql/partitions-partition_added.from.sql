CREATE TABLE log (at date NOT NULL, line text, CONSTRAINT line_some CHECK (line <> '')) PARTITION BY RANGE (at);
CREATE TABLE log_2025 PARTITION OF log FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE INDEX log_line_idx ON log (line);
