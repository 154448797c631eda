CREATE TABLE t (a text DEFAULT 'now()', b timestamptz DEFAULT CURRENT_TIMESTAMP, c text DEFAULT '5');
