CREATE TABLE log (line text);
CREATE TABLE audit (at timestamptz, what text);
