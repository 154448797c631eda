CREATE TABLE account (id INTEGER PRIMARY KEY, email TEXT, fax TEXT DEFAULT '-', pager TEXT);
CREATE INDEX account_pager ON account (pager);
