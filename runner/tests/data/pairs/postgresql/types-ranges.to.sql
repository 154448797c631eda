CREATE TABLE t (a int4range, b tsrange, c int8range, d numrange, e tstzrange, f daterange, g int4multirange, h datemultirange);
