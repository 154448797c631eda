//! `schema`: what a database holds, in each format.

use std::fs;

use crate::support::{Database, Project, databases, mariadb, postgres, runner_in, sqlite};

/// Two tables that refer to one another where the database can add a key later, and what hangs on them.
const SHOP: &str = "
CREATE TABLE customer (
    id INTEGER NOT NULL PRIMARY KEY,
    email VARCHAR(200) NOT NULL,
    name VARCHAR(100) DEFAULT 'new' NOT NULL,
    CONSTRAINT uq_customer_email UNIQUE (email)
);
CREATE TABLE orders (
    id INTEGER NOT NULL PRIMARY KEY,
    customer_id INTEGER NOT NULL,
    price NUMERIC(10, 2),
    CONSTRAINT fk_orders_customer FOREIGN KEY (customer_id) REFERENCES customer (id) ON DELETE CASCADE,
    CONSTRAINT ck_price CHECK (price >= 0)
);
CREATE INDEX ix_orders_price ON orders (price);
CREATE VIEW b_dear AS SELECT id, price FROM orders WHERE price > 100;
CREATE VIEW a_dearest AS SELECT id FROM b_dear WHERE price > 1000;
CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL);
CREATE TABLE _sqlx_migrations (version BIGINT NOT NULL);
";

const POSTGRES: &str = "
CREATE SCHEMA billing;
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE DOMAIN email AS TEXT CHECK (VALUE LIKE '%@%');
CREATE SEQUENCE numbers START WITH 100;
CREATE FUNCTION next_number() RETURNS BIGINT LANGUAGE sql AS $$ SELECT nextval('numbers') $$;
CREATE TABLE a (id SERIAL PRIMARY KEY, b_id INTEGER, moods mood[], mail email);
CREATE TABLE b (id BIGINT DEFAULT next_number() PRIMARY KEY, a_id INTEGER REFERENCES a, mood mood DEFAULT 'ok');
ALTER TABLE a ADD CONSTRAINT a_to_b FOREIGN KEY (b_id) REFERENCES b DEFERRABLE;
COMMENT ON TABLE a IS 'it''s a';
CREATE TABLE billing.invoice (id INTEGER PRIMARY KEY, a_id INTEGER NOT NULL REFERENCES a);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER touch_a BEFORE UPDATE ON a FOR EACH ROW EXECUTE FUNCTION touch();
ALTER TABLE a ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON a FOR SELECT USING (id > 0);
CREATE MATERIALIZED VIEW sums AS SELECT count(*) AS n FROM b_dear;
CREATE UNIQUE INDEX ix_sums ON sums (n);
COMMENT ON MATERIALIZED VIEW sums IS 'all';
";

const MARIADB: &str = "
CREATE TABLE a (id INTEGER AUTO_INCREMENT PRIMARY KEY, b_id INTEGER, KEY (b_id), mood ENUM('sad', 'ok'));
CREATE TABLE b (id INTEGER PRIMARY KEY, a_id INTEGER, KEY (a_id),
    CONSTRAINT b_to_a FOREIGN KEY (a_id) REFERENCES a (id));
ALTER TABLE a ADD CONSTRAINT a_to_b FOREIGN KEY (b_id) REFERENCES b (id);
CREATE TRIGGER touch_a BEFORE UPDATE ON a FOR EACH ROW SET NEW.b_id = OLD.b_id;
";

const SQLITE: &str = "
CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT, b_id INTEGER REFERENCES b (id)) STRICT;
CREATE TABLE b (id INTEGER PRIMARY KEY, a_id INTEGER REFERENCES a (id)) STRICT;
CREATE TRIGGER touch_a AFTER UPDATE ON a BEGIN SELECT 1; SELECT 2; END;
";

fn shown(database: &Database, format: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let mut arguments = vec!["schema", "--url", &database.url, "--format", format];
    // On MySQL the schemas are the databases of other tests.
    if database.is_postgres() {
        arguments.extend(["--schemas", "*"]);
    }
    runner_in(folder.path(), &arguments).succeeds().stdout
}

#[test]
fn the_sql_makes_the_same_again() {
    for (database, copy, own) in [
        (sqlite(), sqlite(), SQLITE),
        (postgres(), postgres(), POSTGRES),
        (mariadb(), mariadb(), MARIADB),
    ] {
        database.run_script(&format!("{SHOP}{own}")).unwrap();
        let sql = shown(&database, "sql");
        copy.run_script(&sql)
            .unwrap_or_else(|error| panic!("{}: {error}\n{sql}", database.title()));
        assert_eq!(shown(&copy, "json"), shown(&database, "json"), "{}:\n{sql}", database.title());
        assert!(!sql.contains("alembic_version") && !sql.contains("_sqlx"), "{sql}");
        // A second reading finds the same.
        assert_eq!(shown(&copy, "sql"), sql);
    }
}

#[test]
fn every_format_shows_every_table() {
    for database in databases() {
        database.run_script(SHOP).unwrap();
        for format in ["sql", "json", "mermaid", "svg", "rust"] {
            let text = shown(&database, format);
            for name in ["customer", "orders", "customer_id"] {
                assert!(text.contains(name), "{}, {format}: {text}", database.title());
            }
            assert!(!text.contains("alembic_version"), "{}, {format}", database.title());
        }
        let json: serde_json::Value = serde_json::from_str(&shown(&database, "json")).unwrap();
        assert_eq!(json["format"], 1);
        assert_eq!(json["tables"][1]["foreign_keys"][0]["referred_table"], "customer");
        assert_eq!(json["tables"][1]["foreign_keys"][0]["on_delete"], "CASCADE");
        assert_eq!(json["tables"][0]["columns"][2]["default"]["value"], "new");
    }
}

#[test]
fn the_projects_database_and_version_table_are_taken() {
    let database = sqlite();
    database.run_script(SHOP).unwrap();
    let project = Project::on(&database.url);
    project.configure(&format!("url = {:?}\nversion_table = \"customer\"", database.url));
    let shown = project.runner(&["schema", "--format", "mermaid"]).succeeds().stdout;
    assert!(!shown.contains("email"), "{shown}");
    let file = project.path("schema.svg");
    let run = project.runner(&["schema", "--format", "svg", "--output", "schema.svg"]).succeeds();
    assert_eq!(run.stdout, "");
    assert!(run.stderr.contains("Wrote"), "{}", run.stderr);
    assert!(fs::read_to_string(file).unwrap().starts_with("<svg"));
    project.runner(&["schema", "--output", "no/folder.sql"]).fails_with(&[
        "cannot write",
        "folder.sql",
        "a folder that is there",
    ]);
}

#[test]
fn what_is_wrong_is_told_without_passwords() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| runner_in(folder.path(), arguments);
    run(&["schema"]).fails_with(&["there is no `runner.toml`"]);
    let failed = run(&["schema", "--url", "postgresql://me:secret@127.0.0.1:1/x"]);
    let failed = failed.fails_with(&["cannot connect"]);
    assert!(!failed.stderr.contains("secret"), "{}", failed.stderr);
    let database = postgres();
    database.run_script("CREATE SCHEMA billing").unwrap();
    run(&["schema", "--url", &database.url, "--schemas", "biling"]).fails_with(&[
        "the database has no schema `biling`",
        "besides the default one it has billing",
    ]);
}
