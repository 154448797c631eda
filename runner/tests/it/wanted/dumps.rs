//! What the databases' own programs write is taken as it is.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use super::Source;
use crate::support::{Database, databases, mariadb_server};

/// Returns what the database's own program writes of its schema, in each of these ways.
fn dumps(database: &Database) -> Vec<String> {
    let name = database.url.rsplit('/').next().unwrap();
    let file = database.url.trim_start_matches("sqlite:///");
    match database.title() {
        "PostgreSQL" => [&["--schema-only"][..], &["--schema-only", "--clean", "--if-exists"]]
            .iter()
            .map(|options| {
                written(Command::new("pg_dump").args(*options).arg("-d").arg(&database.url))
            })
            .collect(),
        "MariaDB" => [
            &["--no-data"][..],
            &["--no-data", "--skip-add-drop-table", "--skip-set-charset"],
            &["--no-data", "--skip-comments", "--skip-quote-names"],
        ]
        .iter()
        .map(|options| {
            let mut dump = mariadb_server().program("mariadb-dump");
            written(dump.args(["--routines", "--triggers"]).args(*options).arg(name))
        })
        .collect(),
        _ => [".schema", ".dump"]
            .iter()
            .map(|what| written(Command::new("sqlite3").args([file, what])))
            .collect(),
    }
}

fn written(command: &mut Command) -> String {
    let done = command.stdin(Stdio::null()).output().unwrap();
    assert!(done.status.success(), "{command:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).unwrap()
}

/// What no schema of others has, but their programs write in ways of their own.
fn oddities(database: &Database) -> &'static str {
    match database.title() {
        "PostgreSQL" => {
            "CREATE FUNCTION odd_atomic(a integer) RETURNS integer LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN a > 0 THEN 1 ELSE 2 END; SELECT 2; END;
             CREATE TABLE odd_rule (id integer PRIMARY KEY, \"semi;colon\" text DEFAULT ';--');
             CREATE FUNCTION odd_body() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN -- it's; $$
               NEW.id := 1; RETURN NEW; END $body$;
             CREATE TRIGGER odd_trigger BEFORE INSERT ON odd_rule FOR EACH ROW EXECUTE FUNCTION odd_body();
             GRANT SELECT ON odd_rule TO PUBLIC;
             CREATE EXTENSION IF NOT EXISTS citext; CREATE DOMAIN odd_domain AS text CHECK (VALUE <> ';');
             CREATE TABLE odd_parts (id bigint GENERATED ALWAYS AS IDENTITY (START 10), day date NOT NULL, mail citext, d odd_domain,
               days integer GENERATED ALWAYS AS (1 + 1) STORED, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
             CREATE TABLE odd_part PARTITION OF odd_parts FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
             CREATE MATERIALIZED VIEW odd_kept AS SELECT id FROM odd_rule WITH NO DATA; CREATE UNIQUE INDEX odd_kept_id ON odd_kept (id);
             ALTER TABLE odd_rule ENABLE ROW LEVEL SECURITY; CREATE POLICY odd_policy ON odd_rule FOR SELECT USING (id > 0);
             CREATE PUBLICATION odd_publication FOR TABLE odd_rule; ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC;
             CREATE FUNCTION odd_event() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
             CREATE EVENT TRIGGER odd_event ON ddl_command_end EXECUTE FUNCTION odd_event();
             COMMENT ON SCHEMA public IS 'odd'; COMMENT ON TABLE odd_rule IS 'it''s; odd'; COMMENT ON EXTENSION citext IS 'x';
             CREATE UNLOGGED TABLE odd_sides (id integer PRIMARY KEY, EXCLUDE USING btree (id WITH =)) WITH (fillfactor = 70);"
        }
        "MariaDB" => {
            "CREATE SEQUENCE odd_counter START WITH 5;
             CREATE PROCEDURE odd_procedure(IN a INTEGER, OUT b INTEGER) BEGIN -- it's;
               /* ; */ SET b = a; END;
             CREATE TABLE odd_parts (id INTEGER, day DATE) PARTITION BY RANGE (id) (PARTITION p0 VALUES LESS THAN (10), PARTITION p1 VALUES LESS THAN MAXVALUE);
             CREATE TABLE odd (id INTEGER PRIMARY KEY, `semi;colon` VARCHAR(20) DEFAULT ';-- \\'', at INTEGER);
             CREATE VIEW odd_view AS SELECT o.id, concat(o.id, ';') AS t FROM odd o JOIN odd p ON p.id = o.id;
             CREATE TRIGGER odd_trigger BEFORE INSERT ON odd FOR EACH ROW BEGIN IF NEW.at > 1 THEN SET NEW.at = CASE WHEN NEW.at > 5 THEN 5 ELSE 1 END; END IF; SET NEW.id = 1; END;
             CREATE FUNCTION odd_function(a INTEGER) RETURNS INTEGER DETERMINISTIC BEGIN DECLARE b INTEGER; SET b = a; RETURN b; END;"
        }
        _ => {
            "CREATE VIRTUAL TABLE odd_words USING fts5(words);
             CREATE TABLE odd_strict (id INTEGER PRIMARY KEY, t TEXT) STRICT, WITHOUT ROWID;
             CREATE TABLE odd (id INTEGER PRIMARY KEY AUTOINCREMENT, \"semi;colon\" TEXT DEFAULT ';--');
             CREATE VIEW odd_view AS SELECT id, ';' AS t FROM odd;
             INSERT INTO odd (\"semi;colon\") VALUES ('it''s; --');
             CREATE TRIGGER odd_trigger AFTER INSERT ON odd BEGIN UPDATE odd SET id = CASE WHEN id > 1 THEN 1 ELSE 2 END; DELETE FROM odd; END;"
        }
    }
}

#[test]
fn what_a_program_writes_of_a_database_is_the_database() {
    let testdata = Path::new(env!("CARGO_MANIFEST_DIR")).join("../testdata");
    for (kind, schemas) in [
        ("SQLite", &["chinook", "northwind"][..]),
        ("MariaDB", &["chinook", "northwind"]),
        ("PostgreSQL", &["pagila", "chinook"]),
    ] {
        for schema in schemas {
            let database = databases().into_iter().find(|it| it.title() == kind).unwrap();
            let folder = testdata.join(kind.to_lowercase());
            let sql = fs::read_to_string(folder.join(format!("{schema}.to.sql"))).unwrap();
            database.execute(&sql);
            database.execute(oddities(&database));
            for dump in dumps(&database) {
                Source::new(&dump).is(&database);
            }
            database.remove();
        }
    }
}
