CREATE TABLE booking (
    during tsrange, area box, is_open boolean DEFAULT true,
    CONSTRAINT no_overlap EXCLUDE USING gist (during WITH &&), CONSTRAINT no_area EXCLUDE USING gist (area WITH &&)
);
