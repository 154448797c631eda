-- A shop for music: artists, albums, tracks, play lists, customers, invoices.
CREATE TABLE artist (
    artist_id INTEGER PRIMARY KEY,
    name VARCHAR(120)
);
CREATE TABLE album (
    album_id INTEGER PRIMARY KEY,
    title VARCHAR(160) NOT NULL,
    artist_id INTEGER NOT NULL,
    CONSTRAINT album_artist_fk FOREIGN KEY (artist_id) REFERENCES artist (artist_id)
);
CREATE INDEX album_artist_ix ON album (artist_id);
CREATE TABLE genre (
    genre_id INTEGER PRIMARY KEY,
    name VARCHAR(120)
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
    bytes INTEGER,
    unit_price NUMERIC(10, 2) NOT NULL,
    CONSTRAINT track_album_fk FOREIGN KEY (album_id) REFERENCES album (album_id),
    CONSTRAINT track_media_type_fk FOREIGN KEY (media_type_id) REFERENCES media_type (media_type_id),
    CONSTRAINT track_genre_fk FOREIGN KEY (genre_id) REFERENCES genre (genre_id)
);
CREATE INDEX track_album_ix ON track (album_id);
CREATE INDEX track_genre_ix ON track (genre_id);
CREATE INDEX track_media_type_ix ON track (media_type_id);
CREATE TABLE playlist (
    playlist_id INTEGER PRIMARY KEY,
    name VARCHAR(120)
);
CREATE TABLE playlist_track (
    playlist_id INTEGER NOT NULL,
    track_id INTEGER NOT NULL,
    CONSTRAINT playlist_track_pk PRIMARY KEY (playlist_id, track_id),
    CONSTRAINT playlist_track_playlist_fk FOREIGN KEY (playlist_id) REFERENCES playlist (playlist_id),
    CONSTRAINT playlist_track_track_fk FOREIGN KEY (track_id) REFERENCES track (track_id)
);
CREATE INDEX playlist_track_track_ix ON playlist_track (track_id);
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
    fax VARCHAR(24),
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
    fax VARCHAR(24),
    email VARCHAR(60) NOT NULL,
    support_rep_id INTEGER,
    CONSTRAINT customer_support_rep_fk FOREIGN KEY (support_rep_id) REFERENCES employee (employee_id)
);
CREATE INDEX customer_support_rep_ix ON customer (support_rep_id);
CREATE TABLE invoice (
    invoice_id INTEGER PRIMARY KEY,
    customer_id INTEGER NOT NULL,
    invoice_date TIMESTAMP NOT NULL,
    billing_address VARCHAR(70),
    billing_city VARCHAR(40),
    billing_country VARCHAR(40),
    total NUMERIC(10, 2) NOT NULL,
    CONSTRAINT invoice_customer_fk FOREIGN KEY (customer_id) REFERENCES customer (customer_id)
);
CREATE INDEX invoice_customer_ix ON invoice (customer_id);
CREATE TABLE invoice_line (
    invoice_line_id INTEGER PRIMARY KEY,
    invoice_id INTEGER NOT NULL,
    track_id INTEGER NOT NULL,
    unit_price NUMERIC(10, 2) NOT NULL,
    quantity INTEGER NOT NULL,
    CONSTRAINT invoice_line_invoice_fk FOREIGN KEY (invoice_id) REFERENCES invoice (invoice_id),
    CONSTRAINT invoice_line_track_fk FOREIGN KEY (track_id) REFERENCES track (track_id)
);
CREATE INDEX invoice_line_invoice_ix ON invoice_line (invoice_id);
CREATE INDEX invoice_line_track_ix ON invoice_line (track_id);
CREATE VIEW sales_by_country AS
    SELECT billing_country, count(*) AS invoices, sum(total) AS total FROM invoice GROUP BY billing_country;
