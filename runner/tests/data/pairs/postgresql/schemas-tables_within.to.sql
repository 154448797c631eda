CREATE SCHEMA app;
CREATE TABLE t (id integer PRIMARY KEY);
CREATE TABLE app.t (id bigint PRIMARY KEY, name text NOT NULL DEFAULT 'x', t_id integer CONSTRAINT t_t_fk REFERENCES public.t);
CREATE INDEX t_name_idx ON app.t (name);
COMMENT ON TABLE app.t IS 'Within';
COMMENT ON COLUMN app.t.name IS 'Within';
COMMENT ON INDEX app.t_name_idx IS 'Within';
