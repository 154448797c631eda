CREATE TABLE größe (straße TEXT);
