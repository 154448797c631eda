CREATE TABLE account (id bigint PRIMARY KEY);
CREATE TABLE invoice (
    id bigint PRIMARY KEY,
    account_id bigint NOT NULL CONSTRAINT invoice_account_fkey REFERENCES account (id),
    note text DEFAULT 'none'
);
CREATE INDEX invoice_note_idx ON invoice (note);
