CREATE TABLE t (a integer, b bool, c dec(8, 2), d numeric(5), e character varying(9), f double precision, g int(11), h char, i json, j bigint(20), k real);
