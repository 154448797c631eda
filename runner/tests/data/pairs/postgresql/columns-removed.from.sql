CREATE TABLE account (
    id bigint PRIMARY KEY,
    email text NOT NULL,
    fax varchar(30) DEFAULT '-',
    pager varchar(30)
);
COMMENT ON COLUMN account.pager IS 'Nobody has one';
