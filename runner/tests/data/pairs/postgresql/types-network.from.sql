CREATE TABLE t (a inet, b cidr, c macaddr);
