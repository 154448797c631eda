CREATE TABLE item (price numeric, amount integer, total numeric);
