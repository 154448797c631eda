CREATE TABLE t (a inet, b inet, c macaddr8, d cidr, e macaddr);
