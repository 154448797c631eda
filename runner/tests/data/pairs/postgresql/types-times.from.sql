CREATE TABLE t (
    a timestamp, b timestamp(3), c timestamptz, d timestamptz(0), e time, f time(2), g timetz(1), h date,
    i interval, j interval(3), k timestamp
);
