CREATE TABLE b (id serial PRIMARY KEY, name text);
CREATE TABLE c (id bigserial PRIMARY KEY);
