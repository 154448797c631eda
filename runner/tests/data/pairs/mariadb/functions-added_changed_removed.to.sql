CREATE FUNCTION changed(a int) RETURNS int DETERMINISTIC RETURN a + 2;
CREATE FUNCTION added(a varchar(20)) RETURNS varchar(30) DETERMINISTIC
BEGIN
    DECLARE b varchar(30);
    SET b = concat(a, 'it''s; so');
    RETURN b;
END;
CREATE PROCEDURE p(IN a int, OUT b int) SET b = a;
