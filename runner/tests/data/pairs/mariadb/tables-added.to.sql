CREATE TABLE account (id bigint PRIMARY KEY AUTO_INCREMENT);
CREATE TABLE invoice (
    id bigint NOT NULL AUTO_INCREMENT, account_id bigint NOT NULL, total decimal(12, 2) NOT NULL DEFAULT 0, issued_on date,
    PRIMARY KEY (id), CONSTRAINT invoice_account_fk FOREIGN KEY (account_id) REFERENCES account (id)
);
