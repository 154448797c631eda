CREATE FUNCTION new_code() RETURNS text LANGUAGE sql AS $$SELECT md5(random()::text)$$;
CREATE FUNCTION is_code(c text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$SELECT length(c) = 32$$;
CREATE TABLE t (id integer PRIMARY KEY, code text DEFAULT new_code() CHECK (is_code(code)));
CREATE INDEX t_is_code_idx ON t (is_code(code));
CREATE VIEW codes AS SELECT is_code(code) AS ok FROM t;
