create table "t" (
    "id" integer primary key,
    [name] text default 'x' not null, -- a name
    `n` integer default (1)
);
create index "t_name" on "t" ("name" asc);
