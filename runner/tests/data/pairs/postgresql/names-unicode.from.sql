CREATE TABLE größe (straße text);
