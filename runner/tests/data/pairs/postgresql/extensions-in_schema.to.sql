CREATE SCHEMA extensions;
CREATE EXTENSION "uuid-ossp" SCHEMA extensions;
CREATE TABLE t (id uuid PRIMARY KEY DEFAULT extensions.uuid_generate_v4());
