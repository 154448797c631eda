CREATE TABLE account (id integer PRIMARY KEY, email text NOT NULL, phone text, age integer DEFAULT 1 NOT NULL);
