CREATE TABLE booking (a integer, during tsrange);
