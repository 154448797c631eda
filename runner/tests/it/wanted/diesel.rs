//! What diesel's `schema.rs` cannot say is not compared.

use migration_api::schema::Metadata;

use super::compared::Comparison;
use crate::support::{Database, databases};

/// Everything that `table!` has no words for.
fn more_than_tables(database: &Database) -> &'static str {
    match database.title() {
        "PostgreSQL" => {
            "CREATE SCHEMA other; CREATE EXTENSION citext;
             CREATE TYPE mood AS ENUM ('x'); CREATE DOMAIN short AS VARCHAR(5) CHECK (VALUE <> ''); CREATE SEQUENCE counter;
             CREATE TABLE a (id SERIAL PRIMARY KEY, name VARCHAR(20) NOT NULL DEFAULT 'x' UNIQUE CHECK (name <> ''), at TIMESTAMPTZ DEFAULT now(),
               twice INTEGER GENERATED ALWAYS AS (2) STORED, EXCLUDE USING btree (at WITH =));
             COMMENT ON TABLE a IS 'a'; COMMENT ON COLUMN a.name IS 'name';
             CREATE INDEX i ON a (lower(name)) WHERE name > 'a';
             CREATE TABLE no_key (id INTEGER DEFAULT 1);
             CREATE VIEW v AS SELECT id FROM a; CREATE MATERIALIZED VIEW m AS SELECT id FROM a; CREATE UNIQUE INDEX mi ON m (id);
             CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
             CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW EXECUTE FUNCTION f();
             ALTER TABLE a ENABLE ROW LEVEL SECURITY; CREATE POLICY p ON a USING (id > 1);"
        }
        "MariaDB" => {
            "CREATE SEQUENCE counter;
             CREATE TABLE a (id INTEGER AUTO_INCREMENT PRIMARY KEY COMMENT 'id', name VARCHAR(20) NOT NULL DEFAULT 'x' UNIQUE CHECK (name <> ''),
               at DATETIME DEFAULT now(), twice INTEGER AS (2) STORED) COMMENT 'a' ROW_FORMAT = COMPRESSED;
             CREATE INDEX i ON a (at);
             CREATE TABLE no_key (id INTEGER DEFAULT 1);
             CREATE VIEW v AS SELECT id FROM a;
             CREATE FUNCTION f() RETURNS INTEGER DETERMINISTIC RETURN 1;
             CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW SET NEW.name = 'y';"
        }
        _ => {
            "CREATE TABLE a (id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, name VARCHAR(20) NOT NULL DEFAULT 'x' UNIQUE CHECK (name <> ''),
               at TIMESTAMP DEFAULT CURRENT_TIMESTAMP, twice INTEGER AS (2) STORED);
             CREATE INDEX i ON a (lower(name)) WHERE name > 'a';
             CREATE TABLE no_key (id INTEGER DEFAULT 1);
             CREATE VIEW v AS SELECT id FROM a;
             CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM a; END;"
        }
    }
}

fn schema(database: &Database) -> String {
    let (zoned, id) = match database.title() {
        "PostgreSQL" => ("Timestamptz", "Int4"),
        "MariaDB" => ("Datetime", "Integer"),
        _ => ("Timestamp", "Integer"),
    };
    format!(
        "diesel::table! {{ a (id) {{ id -> {id}, #[max_length = 20] name -> Varchar, at -> Nullable<{zoned}>, twice -> Nullable<{id}>, }} }}\n\
         diesel::table! {{ v (id) {{ id -> {id}, }} }}\n"
    )
}

#[test]
fn what_it_cannot_say_does_not_look_dropped() {
    let folder = tempfile::tempdir().unwrap();
    let comparison = Comparison { root: folder.path(), ..Comparison::default() };
    let metadata = Metadata::from_diesel_schema("schema.rs");
    for database in databases() {
        database.execute(more_than_tables(&database));
        let write = |text: &str| std::fs::write(folder.path().join("schema.rs"), text).unwrap();
        write(&schema(&database));
        assert_eq!(
            comparison.lines(&database, &metadata).unwrap(),
            [""; 0],
            "{}",
            database.title()
        );

        // What it says is compared all the same.
        write(&schema(&database).replace(
            "#[max_length = 20] name -> Varchar",
            "#[max_length = 30] name -> Nullable<Varchar>",
        ));
        let lines = comparison.lines(&database, &metadata).unwrap();
        assert!(
            matches!(&lines[..], [line] if line.starts_with("change column a.name")),
            "{lines:?}"
        );
        let without =
            schema(&database).replace("diesel::table! { a (id)", "diesel::table! { b (id)");
        write(&without);
        let lines = comparison.lines(&database, &metadata).unwrap();
        assert!(
            lines.contains(&"drop table a".to_owned()) && lines.contains(&"add table b".to_owned()),
            "{lines:?}"
        );
        assert!(
            !lines.iter().any(|line| line.contains("no_key") || line.contains("schema")),
            "{lines:?}"
        );

        // Another source may say the rest.
        write(&schema(&database));
        let more = Metadata::from_sql("CREATE VIEW w AS SELECT 1 AS id");
        let lines = comparison.lines(&database, &metadata.clone().and(more)).unwrap();
        assert_eq!(lines, ["add view w"], "{}", database.title());
    }
}
