//! Where sources are read, and what is said of those that cannot be.

use super::Source;
use crate::support::{Database, databases, mariadb, mariadb_server, postgres, server, sqlite};

#[test]
fn an_error_names_the_line_on_every_database() {
    for database in databases() {
        database.execute("CREATE TABLE there (id INTEGER)");
        let sql = "CREATE TABLE a (id INTEGER);\n-- b;\n\nCREATE TABLE b (\n  id INTEGER,\n  id INTEGER\n);\nCREATE TABLE c (id INTEGER);";
        let run = Source::new(sql).diff(&database).fails_with(&["schema.sql:"]);
        // Only PostgreSQL and MariaDB say where in the statement.
        let line = run.stderr.split("schema.sql:").nth(1).unwrap().split(':').next().unwrap();
        assert!(["4", "5", "6"].contains(&line), "{}", run.stderr);
        let run = Source::new("SELECT 1;\n\nCREATE TABEL b (id INTEGER);").diff(&database);
        run.fails_with(&["schema.sql:3: "]);
    }
}

#[test]
fn a_scratch_url_names_a_server_of_the_same_kind() {
    for database in databases() {
        database.execute("CREATE TABLE a (id INTEGER)");
        let table = "CREATE TABLE a (id INTEGER);";
        for other in databases().iter().filter(|it| it.title() != database.title()) {
            let source = Source::new(table).configured(&format!("scratch_url = {:?}", other.url));
            let said = format!("`scratch_url` names a database of {}", other.title());
            let run = source.diff(&database);
            let run =
                run.fails_with(&[&said, &format!("{} is compared", database.title()), "help: "]);
            assert!(!run.stderr.contains(crate::support::PASSWORD), "{}", run.stderr);
        }
        // The database itself is only the way to its server.
        let source = Source::new(table).configured(&format!("scratch_url = {:?}", database.url));
        source.is(&database);
        assert_eq!(database.tables(), ["a"]);
    }
}

#[test]
fn nothing_stays_on_the_server() {
    let scratches = |database: &Database| match database.title() {
        "PostgreSQL" => Database::at(server().url("postgres"))
            .texts("SELECT datname::text FROM pg_database WHERE datname LIKE 'runner_scratch_%'"),
        _ => Database::at(mariadb_server().url("mysql"))
            .texts("SHOW DATABASES LIKE 'runner_scratch_%'"),
    };
    for database in [postgres(), mariadb()] {
        // Other tests have scratch databases of their own at the same time.
        let marked = |sql: &str| {
            Source::new(sql).diff(&database);
            scratches(&database)
        };
        let before = marked("CREATE TABLE a (id INTEGER);");
        let after = marked("CREATE TABLE a (id INTEGER); SELECT nonsense;");
        let stays: Vec<_> = before.iter().filter(|it| after.contains(it)).collect();
        let later = scratches(&database);
        assert!(stays.iter().all(|it| !later.contains(it)) || stays.len() < 3, "{stays:?}");
    }
}

fn source_of_two(one: &str, other: &str) -> Source {
    let source = Source::new(one);
    std::fs::write(source.0.path().join("other.sql"), format!("\u{feff}{other}")).unwrap();
    source
}

#[test]
fn names_without_a_schema_are_those_of_the_default_schema() {
    let database = postgres();
    let sql = "CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TYPE mood AS ENUM ('x');
        CREATE TABLE b (a_id INTEGER REFERENCES a (id), mood mood DEFAULT 'x');
        CREATE VIEW v AS SELECT a.id FROM a;";
    database.execute(&format!("CREATE SCHEMA app; SET search_path TO app; {sql}"));
    // In the project file, and in the URL.
    let source = Source::new(sql).configured("search_path = 'app'");
    source.is(&database);
    let with_path = format!("{}?options=-c%20search_path%3Dapp,public", database.url);
    Source::new(sql).is(&Database::at(with_path.clone()));
    // Of the database itself.
    let name = database.url.rsplit('/').next().unwrap();
    database.execute(&format!("ALTER DATABASE {name} SET search_path TO app"));
    Source::new(sql).is(&database);
    // Names with the schema, as a dump has them, and a file that says where it is.
    let dump = "CREATE SCHEMA app; SELECT pg_catalog.set_config('search_path', '', false);
        CREATE TABLE app.a (id INTEGER PRIMARY KEY); CREATE TYPE app.mood AS ENUM ('x');
        CREATE TABLE app.b (a_id INTEGER REFERENCES app.a (id), mood app.mood DEFAULT 'x');
        CREATE VIEW app.v AS SELECT a.id FROM app.a;";
    Source::new(dump).is(&database);
    // Where neither side is a database, names are those of the settings all the same.
    let source = source_of_two(sql, dump)
        .configured(&format!("search_path = 'app'\nurl = {:?}", database.url));
    let files = ["diff", "--from", "schema.sql", "--to", "other.sql"];
    assert_eq!(crate::support::runner_in(source.0.path(), &files).succeeds().stdout, "");
    let elsewhere = format!(
        "{sql} CREATE SCHEMA other; SET search_path TO other; SET standard_conforming_strings TO off; SET DateStyle TO 'German';"
    );
    Source::new(&elsewhere).is(&database);
}

#[test]
fn what_a_file_sets_is_not_for_the_reader() {
    let database = mariadb();
    let sql = "CREATE TABLE a (id INTEGER PRIMARY KEY, name VARCHAR(10) DEFAULT 'x');\nCREATE VIEW v AS SELECT id FROM a;\n";
    database.execute(sql);
    Source::new(&format!("{sql}SET sql_mode = 'ANSI_QUOTES'; SET sql_quote_show_create = 0;"))
        .is(&database);
}

#[test]
fn databases_beside_the_one_of_mariadb_are_not_those_of_its_scratch() {
    let (database, beside) = (mariadb(), mariadb());
    database.execute("CREATE TABLE a (id INTEGER)");
    beside.execute("CREATE TABLE beside_it (id INTEGER)");
    let name = beside.url.rsplit('/').next().unwrap();
    let source = Source::new("CREATE TABLE a (id INTEGER);").configured("include_schemas = true");
    let told = source.diff(&database).stdout;
    assert!(told.contains(&format!("drop table {name}.beside_it")), "{told}");
    assert!(!told.contains("table a\n"), "{told}");
}

#[test]
fn a_source_that_cannot_be_read_is_told_by_its_name_and_without_passwords() {
    let database = sqlite();
    database.execute("CREATE TABLE there (id INTEGER)");
    let source = Source::new("");
    let diff = |to: &str| {
        crate::support::runner_in(source.0.path(), &["diff", "--from", &database.url, "--to", to])
    };
    diff("nowhere.sql").fails_with(&["cannot read", "nowhere.sql", "help: "]);
    for (url, text) in [
        ("postgresql://me:secret@127.0.0.1:1/x", "cannot connect"),
        ("mongodb://me:secret@127.0.0.1/x", "`mongodb` names no database"),
        ("sqlite:////nowhere/at/all.db", "/nowhere/at"),
    ] {
        let run = diff(url).fails_with(&[text]);
        assert!(!run.stderr.contains("secret"), "{}", run.stderr);
    }
    diff(&postgres().url).fails_with(&["SQLite", "PostgreSQL"]);
}
