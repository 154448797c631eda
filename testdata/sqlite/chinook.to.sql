-- The shop of the first version, a few years on: it rents music too, and nobody has a fax.
CREATE TABLE artist (
    artist_id INTEGER PRIMARY KEY,
    name VARCHAR(200) NOT NULL,
    country VARCHAR(40),
    CONSTRAINT artist_name_key UNIQUE (name)
);
CREATE TABLE album (
    album_id INTEGER PRIMARY KEY,
    title VARCHAR(240) NOT NULL,
    released_on DATE,
    artist_id INTEGER NOT NULL,
    CONSTRAINT album_artist_fk FOREIGN KEY (artist_id) REFERENCES artist (artist_id)
);
CREATE INDEX album_artist_ix ON album (artist_id);
CREATE TABLE genre (
    genre_id INTEGER PRIMARY KEY,
    name VARCHAR(120) NOT NULL,
    CONSTRAINT genre_name_key UNIQUE (name)
);
CREATE TABLE media_type (
    media_type_id INTEGER PRIMARY KEY,
    name VARCHAR(120)
);
CREATE TABLE track (
    track_id INTEGER PRIMARY KEY,
    name VARCHAR(200) NOT NULL,
    album_id INTEGER,
    media_type_id INTEGER NOT NULL,
    genre_id INTEGER,
    composer VARCHAR(220),
    milliseconds INTEGER NOT NULL,
    bytes BIGINT,
    is_explicit BOOLEAN NOT NULL DEFAULT false,
    unit_price NUMERIC(10, 2) NOT NULL,
    CONSTRAINT track_length_check CHECK (milliseconds > 0),
    CONSTRAINT track_album_fk FOREIGN KEY (album_id) REFERENCES album (album_id) ON DELETE CASCADE,
    CONSTRAINT track_media_type_fk FOREIGN KEY (media_type_id) REFERENCES media_type (media_type_id),
    CONSTRAINT track_genre_fk FOREIGN KEY (genre_id) REFERENCES genre (genre_id)
);
CREATE INDEX track_album_ix ON track (album_id);
CREATE INDEX track_genre_ix ON track (genre_id);
CREATE INDEX track_media_type_ix ON track (media_type_id);
CREATE TABLE employee (
    employee_id INTEGER PRIMARY KEY,
    last_name VARCHAR(20) NOT NULL,
    first_name VARCHAR(20) NOT NULL,
    title VARCHAR(30),
    reports_to INTEGER,
    birth_date TIMESTAMP,
    hire_date TIMESTAMP,
    address VARCHAR(70),
    city VARCHAR(40),
    country VARCHAR(40),
    phone VARCHAR(24),
    email VARCHAR(60),
    CONSTRAINT employee_reports_to_fk FOREIGN KEY (reports_to) REFERENCES employee (employee_id)
);
CREATE INDEX employee_reports_to_ix ON employee (reports_to);
CREATE TABLE customer (
    customer_id INTEGER PRIMARY KEY,
    first_name VARCHAR(40) NOT NULL,
    last_name VARCHAR(20) NOT NULL,
    company VARCHAR(80),
    address VARCHAR(70),
    city VARCHAR(40),
    country VARCHAR(40),
    phone VARCHAR(24),
    email VARCHAR(120) NOT NULL,
    joined_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
    support_rep_id INTEGER,
    CONSTRAINT customer_email_key UNIQUE (email),
    CONSTRAINT customer_support_rep_fk FOREIGN KEY (support_rep_id) REFERENCES employee (employee_id)
);
CREATE TABLE playlist (
    playlist_id INTEGER PRIMARY KEY,
    name VARCHAR(120) NOT NULL,
    owner_id INTEGER,
    CONSTRAINT playlist_owner_fk FOREIGN KEY (owner_id) REFERENCES customer (customer_id) ON DELETE CASCADE
);
CREATE TABLE playlist_track (
    playlist_id INTEGER NOT NULL,
    track_id INTEGER NOT NULL,
    position INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT playlist_track_pk PRIMARY KEY (playlist_id, track_id),
    CONSTRAINT playlist_track_playlist_fk FOREIGN KEY (playlist_id) REFERENCES playlist (playlist_id) ON DELETE CASCADE,
    CONSTRAINT playlist_track_track_fk FOREIGN KEY (track_id) REFERENCES track (track_id)
);
CREATE INDEX customer_support_rep_ix ON customer (support_rep_id);
CREATE TABLE invoice (
    invoice_id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL,
    invoice_date TIMESTAMP NOT NULL,
    billing_address VARCHAR(70),
    billing_city VARCHAR(40),
    billing_country VARCHAR(40),
    total NUMERIC(12, 2) NOT NULL DEFAULT 0,
    CONSTRAINT invoice_total_check CHECK (total >= 0),
    CONSTRAINT invoice_customer_fk FOREIGN KEY (customer_id) REFERENCES customer (customer_id)
);
CREATE INDEX invoice_customer_ix ON invoice (customer_id, invoice_date DESC);
CREATE TABLE invoice_line (
    invoice_line_id INTEGER PRIMARY KEY,
    invoice_id INTEGER NOT NULL,
    track_id INTEGER NOT NULL,
    unit_price NUMERIC(10, 2) NOT NULL,
    quantity INTEGER NOT NULL DEFAULT 1,
    CONSTRAINT invoice_line_quantity_check CHECK (quantity > 0),
    CONSTRAINT invoice_line_invoice_fk FOREIGN KEY (invoice_id) REFERENCES invoice (invoice_id) ON DELETE CASCADE,
    CONSTRAINT invoice_line_track_fk FOREIGN KEY (track_id) REFERENCES track (track_id)
);
CREATE INDEX invoice_line_invoice_ix ON invoice_line (invoice_id);
CREATE INDEX invoice_line_track_ix ON invoice_line (track_id);
CREATE VIEW sales_by_country AS
    SELECT billing_country, count(*) AS invoices, sum(total) AS total, avg(total) AS average FROM invoice GROUP BY billing_country;
CREATE TABLE subscription (
    subscription_id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL,
    plan VARCHAR(20) NOT NULL DEFAULT 'single',
    monthly_price NUMERIC(6, 2) NOT NULL,
    began_on DATE NOT NULL,
    ended_on DATE,
    CONSTRAINT subscription_plan_check CHECK (plan IN ('single', 'family', 'student')),
    CONSTRAINT subscription_days_check CHECK (ended_on IS NULL OR ended_on >= began_on),
    CONSTRAINT subscription_customer_fk FOREIGN KEY (customer_id) REFERENCES customer (customer_id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX subscription_open_key ON subscription (customer_id) WHERE ended_on IS NULL;
CREATE VIEW open_subscriptions AS
    SELECT s.customer_id, c.email, s.plan FROM subscription s JOIN customer c ON c.customer_id = s.customer_id WHERE s.ended_on IS NULL;
CREATE INDEX playlist_track_track_ix ON playlist_track (track_id);
