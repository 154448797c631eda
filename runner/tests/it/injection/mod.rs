//! Names and values made of all that means something to SQL: each arrives as it is, or is refused, and nothing else happens.
//!
//! Each goes over the connection, and those that arrive go once more as a script that the database's own client runs. Beside
//! them stands a table `victim`.

mod kinds;

use std::collections::BTreeMap;
use std::fmt::Write as _;

use migration_api::ops::Operation;
use runner::dialect::Session;
use runner::sql::{self, RenderError};

use crate::support::{Database, mariadb, postgres, sqlite};
use kinds::{KINDS, Kind};

/// What names and values are made of.
const TEXTS: &[&str] = &[
    "'",
    "''",
    "\"",
    "\"\"",
    "`",
    "``",
    "´",
    "’",
    "«",
    "[",
    "]",
    "[x]",
    "]]",
    ";",
    "a;b",
    "--",
    "x--",
    "-- x",
    "/*",
    "*/",
    "/* x */",
    "#",
    "# x",
    "$$",
    "$q$",
    "$1",
    "?",
    "?1",
    "@x",
    "\\",
    "\\\\",
    "x\\",
    "\\'",
    "\\\"",
    "\\x41",
    "\\g",
    "\n",
    "a\nb",
    "\r",
    "a\r\nb",
    "\t",
    "\u{1}",
    "\u{1a}",
    "\u{1b}[2J",
    "\u{7f}",
    "a\0b",
    "\0",
    ":name",
    "::int",
    "%s",
    "%",
    "%%",
    "{}",
    "{0}",
    "🦀",
    "e\u{301}",
    "漢字",
    "x ",
    "x   ",
    " x",
    "\u{a0}",
    "\u{200f}x",
    "",
    " ",
    "NULL",
    "select",
    "DELIMITER //",
    "\n.quit",
    "\n\\q",
    "\nGO\n",
    "'; DROP TABLE victim; --",
    "\"; DROP TABLE victim; --",
    "`; DROP TABLE victim; --",
    "x'); DROP TABLE victim; --",
    "x\"); DROP TABLE victim; --",
    "x`); DROP TABLE victim; --",
    "]; DROP TABLE victim; --",
    "*/ DROP TABLE victim; --",
    "$$; DROP TABLE victim; $$",
    "\\'; DROP TABLE victim; --",
    "\\\"; DROP TABLE victim; --",
    "\\`; DROP TABLE victim; --",
    "\n; DROP TABLE victim; \n",
    "x' OR '1'='1",
    "a.b",
    "a.\"b\"",
    "é'\"`\\",
];

#[test]
fn names_and_values_arrive_on_sqlite_or_are_refused() {
    insta::assert_snapshot!(report(&sqlite()));
}

#[test]
fn names_and_values_arrive_on_postgresql_or_are_refused() {
    insta::assert_snapshot!(report(&postgres()));
}

#[test]
fn names_and_values_arrive_on_mariadb_or_are_refused() {
    insta::assert_snapshot!(report(&mariadb()));
}

/// Returns what is refused, for each kind of place and by what is said.
fn report(database: &Database) -> String {
    let (long, umlauts) = ("x".repeat(10_000), "ü".repeat(64));
    let texts: Vec<&str> = TEXTS.iter().copied().chain([&*umlauts, &*long]).collect();
    let mut report = String::new();
    for kind in KINDS.iter().filter(|kind| kind.is_for(database.title())) {
        writeln!(report, "{}", kind.name).unwrap();
        for (message, texts) in refusals(database, kind, &texts) {
            writeln!(report, "   {}: {message}", texts.join(" ")).unwrap();
        }
    }
    report
}

/// Returns which texts are refused, by what is said, and checks that the others arrive.
fn refusals(database: &Database, kind: &Kind, texts: &[&str]) -> BTreeMap<String, Vec<String>> {
    prepare(database);
    let mut connection = database.connect();
    // SQLite waits for the disk otherwise.
    let hurry =
        if connection.dialect().name() == "sqlite" { "PRAGMA synchronous=OFF;\n" } else { "" };
    if !hurry.is_empty() {
        connection.execute(hurry).unwrap();
    }
    let mut refused: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut arrived = Vec::new();
    for (i, text) in texts.iter().enumerate() {
        match carry_out(&mut *connection, kind, i, text) {
            Ok(()) => {
                let found = kind.found(&mut *connection, i, text);
                assert!(found, "{} {text:?} did not arrive on {}", kind.name, database.title());
                arrived.push((i, *text));
            }
            Err(message) => {
                let shown: String = format!("{text:?}").chars().take(30).collect();
                refused.entry(generic(&message, text, i)).or_default().push(shown);
            }
        }
        check_victim(&mut *connection, kind, text);
    }
    drop(connection);
    prepare(database);
    let script = hurry.to_owned() + &script(database, kind, &arrived);
    if let Err(message) = database.run_script(&script) {
        let start: String = message.chars().take(300).collect();
        panic!("{} as a script on {}: {start}", kind.name, database.title());
    }
    let mut connection = database.connect();
    for (i, text) in arrived {
        let found = kind.found(&mut *connection, i, text);
        assert!(found, "{} {text:?} did not arrive by a script on {}", kind.name, database.title());
    }
    check_victim(&mut *connection, kind, "of the script");
    refused
}

fn prepare(database: &Database) {
    database.reset();
    if database.title() == "MariaDB" {
        // Its schemas are databases.
        let schemas = database.texts(
            "SELECT schema_name FROM information_schema.schemata \
             WHERE schema_name NOT LIKE 'test\\_%' AND schema_name NOT LIKE '%schema' \
             AND schema_name NOT IN ('mysql', 'sys')",
        );
        for schema in schemas {
            database.execute(&format!("DROP DATABASE `{}`", schema.replace('`', "``")));
        }
    }
    if database.is_postgres() {
        let schemas = database.texts(
            "SELECT quote_ident(nspname) FROM pg_namespace \
             WHERE nspname NOT LIKE 'pg\\_%' AND nspname NOT IN ('public', 'information_schema')",
        );
        schemas.iter().for_each(|name| database.execute(&format!("DROP SCHEMA {name}")));
    }
    database.execute("CREATE TABLE victim (id INTEGER)");
    database.execute("INSERT INTO victim VALUES (42)");
}

fn check_victim(connection: &mut dyn Session, kind: &Kind, text: &str) {
    let rows = connection.query("SELECT id FROM victim", &[]);
    let rows = rows.unwrap_or_else(|error| panic!("{} {text:?}: {error}", kind.name)).rows;
    assert_eq!(rows, [[migration_api::Cell::Int(42)]], "{} {text:?}", kind.name);
}

/// Carries out what has the text in it; returns why not, in one line.
fn carry_out(
    connection: &mut dyn Session,
    kind: &Kind,
    i: usize,
    text: &str,
) -> Result<(), String> {
    let dialect = connection.dialect();
    let mut done = Ok(());
    kind.operations(i, text, &mut |operation| {
        if done.is_err() {
            return;
        }
        done = sql::render(dialect, operation).map_err(|error| error.to_string()).and_then(|all| {
            let mut all = all.iter();
            all.try_for_each(|it| connection.run(it).map(drop).map_err(|error| error.to_string()))
        });
    });
    done
}

fn script(database: &Database, kind: &Kind, texts: &[(usize, &str)]) -> String {
    let dialect = database.connect().dialect();
    let mut script = String::new();
    for (i, text) in texts {
        kind.operations(*i, text, &mut |operation: &Operation<'_>| {
            let rendered: Result<Vec<String>, RenderError> = sql::render(dialect, operation)
                .and_then(|all| all.iter().map(|it| it.to_script(dialect)).collect());
            let rendered =
                rendered.unwrap_or_else(|error| panic!("{} {text:?}: {error}", kind.name));
            script.push_str(&rendered.join("\n"));
            script.push('\n');
        });
    }
    script
}

/// Returns a message without what differs from text to text.
fn generic(message: &str, text: &str, i: usize) -> String {
    let mut message = message.to_owned();
    if text.trim().len() > 1 || !text.is_ascii() {
        let start: String = text.chars().take(40).collect();
        message = message.replace(text, "TEXT").replace(&format!("{start}…"), "TEXT…");
    }
    let message = message.replace(&format!("`t{i}`"), "`t`").replace(&format!("'t{i}'"), "'t'");
    let line: String = message.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().take(160).collect()
}
