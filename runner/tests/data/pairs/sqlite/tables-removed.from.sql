CREATE TABLE account (id INTEGER PRIMARY KEY);
CREATE TABLE invoice (id INTEGER PRIMARY KEY, account_id INTEGER REFERENCES account (id), note TEXT DEFAULT 'none');
CREATE INDEX invoice_note ON invoice (note);
