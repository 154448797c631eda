CREATE TABLE b (id bigserial PRIMARY KEY);
