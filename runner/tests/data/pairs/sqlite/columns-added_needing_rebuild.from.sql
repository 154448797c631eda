CREATE TABLE account (id INTEGER PRIMARY KEY, email TEXT);
CREATE INDEX account_email ON account (email);
CREATE TRIGGER account_new AFTER INSERT ON account BEGIN SELECT 1; END;
