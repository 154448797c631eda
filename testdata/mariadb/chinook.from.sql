-- A shop for music: artists, albums, tracks, play lists, customers, invoices.
CREATE TABLE artist (
    artist_id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name varchar(120)
);
CREATE TABLE album (
    album_id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
    title varchar(160) NOT NULL,
    artist_id int NOT NULL,
    KEY album_artist_ix (artist_id),
    CONSTRAINT album_artist_fk FOREIGN KEY (artist_id) REFERENCES artist (artist_id)
);
CREATE TABLE genre (
    genre_id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name varchar(120)
);
CREATE TABLE media_type (
    media_type_id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name varchar(120)
);
CREATE TABLE track (
    track_id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name varchar(200) NOT NULL,
    album_id int,
    media_type_id int NOT NULL,
    genre_id int,
    composer varchar(220),
    milliseconds int NOT NULL,
    bytes int,
    unit_price decimal(10, 2) NOT NULL,
    KEY track_album_ix (album_id),
    KEY track_genre_ix (genre_id),
    KEY track_media_type_ix (media_type_id),
    CONSTRAINT track_album_fk FOREIGN KEY (album_id) REFERENCES album (album_id),
    CONSTRAINT track_media_type_fk FOREIGN KEY (media_type_id) REFERENCES media_type (media_type_id),
    CONSTRAINT track_genre_fk FOREIGN KEY (genre_id) REFERENCES genre (genre_id)
);
CREATE TABLE playlist (
    playlist_id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name varchar(120)
);
CREATE TABLE playlist_track (
    playlist_id int NOT NULL,
    track_id int NOT NULL,
    CONSTRAINT playlist_track_pk PRIMARY KEY (playlist_id, track_id),
    KEY playlist_track_track_ix (track_id),
    CONSTRAINT playlist_track_playlist_fk FOREIGN KEY (playlist_id) REFERENCES playlist (playlist_id),
    CONSTRAINT playlist_track_track_fk FOREIGN KEY (track_id) REFERENCES track (track_id)
);
CREATE TABLE employee (
    employee_id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
    last_name varchar(20) NOT NULL,
    first_name varchar(20) NOT NULL,
    title varchar(30),
    reports_to int,
    birth_date datetime,
    hire_date datetime,
    address varchar(70),
    city varchar(40),
    country varchar(40),
    phone varchar(24),
    fax varchar(24),
    email varchar(60),
    KEY employee_reports_to_ix (reports_to),
    CONSTRAINT employee_reports_to_fk FOREIGN KEY (reports_to) REFERENCES employee (employee_id)
);
CREATE TABLE customer (
    customer_id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
    first_name varchar(40) NOT NULL,
    last_name varchar(20) NOT NULL,
    company varchar(80),
    address varchar(70),
    city varchar(40),
    country varchar(40),
    phone varchar(24),
    fax varchar(24),
    email varchar(60) NOT NULL,
    support_rep_id int,
    KEY customer_support_rep_ix (support_rep_id),
    CONSTRAINT customer_support_rep_fk FOREIGN KEY (support_rep_id) REFERENCES employee (employee_id)
);
CREATE TABLE invoice (
    invoice_id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
    customer_id int NOT NULL,
    invoice_date datetime NOT NULL,
    billing_address varchar(70),
    billing_city varchar(40),
    billing_country varchar(40),
    total decimal(10, 2) NOT NULL,
    KEY invoice_customer_ix (customer_id),
    CONSTRAINT invoice_customer_fk FOREIGN KEY (customer_id) REFERENCES customer (customer_id)
);
CREATE TABLE invoice_line (
    invoice_line_id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
    invoice_id int NOT NULL,
    track_id int NOT NULL,
    unit_price decimal(10, 2) NOT NULL,
    quantity int NOT NULL,
    KEY invoice_line_invoice_ix (invoice_id),
    KEY invoice_line_track_ix (track_id),
    CONSTRAINT invoice_line_invoice_fk FOREIGN KEY (invoice_id) REFERENCES invoice (invoice_id),
    CONSTRAINT invoice_line_track_fk FOREIGN KEY (track_id) REFERENCES track (track_id)
);
CREATE VIEW sales_by_country AS
    SELECT billing_country, count(*) AS invoices, sum(total) AS total FROM invoice GROUP BY billing_country;
