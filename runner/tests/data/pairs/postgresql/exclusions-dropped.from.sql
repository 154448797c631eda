CREATE TABLE booking (a integer, during tsrange, CONSTRAINT no_overlap EXCLUDE USING gist (during WITH &&), EXCLUDE (abs(a) WITH =));
