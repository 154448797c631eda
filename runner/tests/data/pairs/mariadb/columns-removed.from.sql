CREATE TABLE account (id bigint PRIMARY KEY, email varchar(200), fax varchar(30) DEFAULT '-', pager varchar(30) COMMENT 'none', KEY pager_ix (pager), KEY both_ix (email, pager));
