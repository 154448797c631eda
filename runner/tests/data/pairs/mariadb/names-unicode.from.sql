CREATE TABLE größe (straße varchar(10));
