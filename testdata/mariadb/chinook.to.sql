-- The shop of the first version, a few years on: it rents music too, and nobody has a fax.
CREATE TABLE artist (
    artist_id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name varchar(200) NOT NULL,
    country varchar(40),
    CONSTRAINT artist_name_key UNIQUE (name)
);
CREATE TABLE album (
    album_id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
    title varchar(240) NOT NULL,
    released_on date,
    artist_id int NOT NULL,
    KEY album_artist_ix (artist_id),
    CONSTRAINT album_artist_fk FOREIGN KEY (artist_id) REFERENCES artist (artist_id)
);
CREATE TABLE genre (
    genre_id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name varchar(120) NOT NULL,
    CONSTRAINT genre_name_key UNIQUE (name)
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
    bytes bigint,
    is_explicit boolean NOT NULL DEFAULT false,
    unit_price decimal(10, 2) NOT NULL,
    KEY track_album_ix (album_id),
    KEY track_genre_ix (genre_id),
    KEY track_media_type_ix (media_type_id),
    CONSTRAINT track_length_check CHECK (milliseconds > 0),
    CONSTRAINT track_album_fk FOREIGN KEY (album_id) REFERENCES album (album_id) ON DELETE CASCADE,
    CONSTRAINT track_media_type_fk FOREIGN KEY (media_type_id) REFERENCES media_type (media_type_id),
    CONSTRAINT track_genre_fk FOREIGN KEY (genre_id) REFERENCES genre (genre_id)
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
    email varchar(120) NOT NULL,
    joined_at datetime NOT NULL DEFAULT CURRENT_TIMESTAMP,
    support_rep_id int,
    CONSTRAINT customer_email_key UNIQUE (email),
    KEY customer_support_rep_ix (support_rep_id),
    CONSTRAINT customer_support_rep_fk FOREIGN KEY (support_rep_id) REFERENCES employee (employee_id)
);
CREATE TABLE playlist (
    playlist_id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
    name varchar(120) NOT NULL,
    owner_id int,
    KEY playlist_owner_ix (owner_id),
    CONSTRAINT playlist_owner_fk FOREIGN KEY (owner_id) REFERENCES customer (customer_id) ON DELETE CASCADE
);
CREATE TABLE playlist_track (
    playlist_id int NOT NULL,
    track_id int NOT NULL,
    position int NOT NULL DEFAULT 0,
    CONSTRAINT playlist_track_pk PRIMARY KEY (playlist_id, track_id),
    KEY playlist_track_track_ix (track_id),
    CONSTRAINT playlist_track_playlist_fk FOREIGN KEY (playlist_id) REFERENCES playlist (playlist_id) ON DELETE CASCADE,
    CONSTRAINT playlist_track_track_fk FOREIGN KEY (track_id) REFERENCES track (track_id)
);
CREATE TABLE invoice (
    invoice_id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
    customer_id int NOT NULL,
    invoice_date datetime NOT NULL,
    billing_address varchar(70),
    billing_city varchar(40),
    billing_country varchar(40),
    total decimal(12, 2) NOT NULL DEFAULT 0,
    CONSTRAINT invoice_total_check CHECK (total >= 0),
    KEY invoice_customer_ix (customer_id, invoice_date),
    CONSTRAINT invoice_customer_fk FOREIGN KEY (customer_id) REFERENCES customer (customer_id)
);
CREATE TABLE invoice_line (
    invoice_line_id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
    invoice_id int NOT NULL,
    track_id int NOT NULL,
    unit_price decimal(10, 2) NOT NULL,
    quantity int NOT NULL DEFAULT 1,
    CONSTRAINT invoice_line_quantity_check CHECK (quantity > 0),
    KEY invoice_line_invoice_ix (invoice_id),
    KEY invoice_line_track_ix (track_id),
    CONSTRAINT invoice_line_invoice_fk FOREIGN KEY (invoice_id) REFERENCES invoice (invoice_id) ON DELETE CASCADE,
    CONSTRAINT invoice_line_track_fk FOREIGN KEY (track_id) REFERENCES track (track_id)
);
CREATE VIEW sales_by_country AS
    SELECT billing_country, count(*) AS invoices, sum(total) AS total, avg(total) AS average FROM invoice GROUP BY billing_country;
CREATE TABLE subscription (
    subscription_id int NOT NULL AUTO_INCREMENT PRIMARY KEY,
    customer_id int NOT NULL,
    plan varchar(20) NOT NULL DEFAULT 'single',
    monthly_price decimal(6, 2) NOT NULL,
    began_on date NOT NULL,
    ended_on date,
    KEY subscription_customer_ix (customer_id),
    CONSTRAINT subscription_plan_check CHECK (plan IN ('single', 'family', 'student')),
    CONSTRAINT subscription_days_check CHECK (ended_on IS NULL OR ended_on >= began_on),
    CONSTRAINT subscription_customer_fk FOREIGN KEY (customer_id) REFERENCES customer (customer_id) ON DELETE CASCADE
);
CREATE VIEW open_subscriptions AS
    SELECT s.customer_id, c.email, s.plan FROM subscription s JOIN customer c ON c.customer_id = s.customer_id WHERE s.ended_on IS NULL;
