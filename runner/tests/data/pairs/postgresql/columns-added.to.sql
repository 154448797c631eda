CREATE TABLE account (
    id bigint PRIMARY KEY,
    email text NOT NULL,
    nickname varchar(80),
    is_active boolean NOT NULL DEFAULT true,
    score integer NOT NULL DEFAULT 0
);
