CREATE FUNCTION plus(a integer, b integer DEFAULT 1) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT a + b';
CREATE FUNCTION plus(a text, b text) RETURNS text LANGUAGE sql AS $$SELECT a || 'it''s' || b$$;
CREATE FUNCTION twice(x numeric) RETURNS numeric LANGUAGE plpgsql STABLE STRICT AS $f$
BEGIN
    -- doubles; with a semicolon
    RETURN x * 2;
END
$f$;
CREATE PROCEDURE clean() LANGUAGE sql AS 'SELECT 1';
