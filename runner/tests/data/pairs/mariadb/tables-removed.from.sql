CREATE TABLE account (id bigint PRIMARY KEY);
CREATE TABLE invoice (id int PRIMARY KEY, account_id bigint, note varchar(20) DEFAULT 'none', KEY (note), CONSTRAINT fk FOREIGN KEY (account_id) REFERENCES account (id));
