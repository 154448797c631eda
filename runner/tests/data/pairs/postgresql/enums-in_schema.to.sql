CREATE SCHEMA app;
CREATE TYPE app.mood AS ENUM ('a', 'b');
CREATE TABLE app.t (mood app.mood DEFAULT 'a', "Mood" app.mood[]);
