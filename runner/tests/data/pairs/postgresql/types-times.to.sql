CREATE TABLE t (
    a timestamp(6), b timestamp, c timestamptz(3), d timestamptz, e time(0), f time, g timetz, h timestamp,
    i interval(0), j interval, k timestamptz
);
