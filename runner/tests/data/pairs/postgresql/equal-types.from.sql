CREATE TABLE t (a int4, b int8, c int2, d varchar(10), e decimal(8, 2), f bool, g float8, h float4, i timestamptz, j char, k bpchar(3), l varbit(4), m float(10), n dec);
