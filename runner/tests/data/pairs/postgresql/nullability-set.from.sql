CREATE TABLE account (id integer PRIMARY KEY, email text, phone text NOT NULL, age integer DEFAULT 1);
