CREATE TABLE t (id integer PRIMARY KEY, n integer);
CREATE OR REPLACE FUNCTION public.f() RETURNS TRIGGER AS 'BEGIN RETURN NEW; END' LANGUAGE plpgsql VOLATILE;
create function g(a integer) returns integer immutable language sql called on null input as $body$SELECT a$body$;
create trigger tr before update or insert on public.t for row when ((new.n > 0)) execute procedure public.f();
