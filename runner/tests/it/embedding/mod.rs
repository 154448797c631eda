//! Migrations that a program holds, run on its own connections.

mod application;
mod chapter;
mod history;

use std::thread;

use runner::Error;
use runner::embed::{Migrator, Report};
use runner::revision::Direction;

use crate::support::{Database, mariadb, postgres, sqlite};
use history::MIGRATIONS;

fn migrator() -> Migrator {
    Migrator::new(&MIGRATIONS)
}

fn ids(report: &Report) -> Vec<String> {
    report.steps.iter().map(|step| step.to.join(",")).collect()
}

/// Opens the database as an application does.
fn open_sqlite(database: &Database) -> rusqlite::Connection {
    let path = database.url.trim_start_matches("sqlite:///");
    rusqlite::Connection::open(path).unwrap()
}

fn open_postgres(database: &Database) -> postgres::Client {
    postgres::Client::connect(&database.url, postgres::NoTls).unwrap()
}

fn open_mysql(database: &Database) -> mysql::Conn {
    let url = database.url.replacen("mariadb:", "mysql:", 1);
    mysql::Conn::new(mysql::Opts::from_url(&url).unwrap()).unwrap()
}

/// Goes to and fro, and checks what is told.
fn goes_to_and_fro<C: migration_api::Connection + Send>(connection: &mut C) -> Result<(), Error> {
    let migrator = migrator();
    assert!(migrator.on(connection).current()?.is_empty());
    assert_eq!(ids(&migrator.on(connection).upgrade("+1")?), ["a1"]);
    assert_eq!(migrator.on(connection).missing_heads()?, ["c3"]);
    assert_eq!(ids(&migrator.on(connection).upgrade("head")?), ["b2", "c3"]);
    assert_eq!(migrator.on(connection).upgrade("head")?, Report::default());
    assert_eq!(migrator.on(connection).check()?.differences, [""; 0]);
    let back = migrator.on(connection).downgrade("base")?;
    assert!(back.steps.iter().all(|step| step.direction == Direction::Down));
    assert_eq!(ids(&migrator.on(connection).stamp("head")?), ["c3"]);
    assert_eq!(migrator.on(connection).current()?, ["c3"]);
    migrator.on(connection).stamp("base")?;
    migrator.on(connection).ensure_version()
}

#[test]
fn every_driver_of_an_application_goes_to_and_fro() {
    goes_to_and_fro(&mut open_sqlite(&sqlite())).unwrap();
    goes_to_and_fro(&mut open_postgres(&postgres())).unwrap();
    goes_to_and_fro(&mut open_mysql(&mariadb())).unwrap();
}

#[test]
fn an_environment_opens_its_own_connection_where_none_is_given() {
    for database in [sqlite(), postgres(), mariadb()] {
        let migrator = migrator().url(&database.url);
        assert_eq!(ids(&migrator.run().upgrade("head").unwrap()), ["a1", "b2", "c3"]);
        assert_eq!(migrator.run().current().unwrap(), ["c3"]);
    }
}

#[test]
fn ten_threads_bring_ten_databases_up_to_date() {
    let servers: Vec<_> =
        (0..10).map(|at| if at % 2 == 0 { sqlite() } else { postgres() }).collect();
    thread::scope(|scope| {
        for database in &servers {
            scope.spawn(move || {
                let report = match database.url.starts_with("sqlite") {
                    true => migrator().on(&mut open_sqlite(database)).upgrade("head"),
                    false => migrator().on(&mut open_postgres(database)).upgrade("head"),
                };
                assert_eq!(ids(&report.unwrap()), ["a1", "b2", "c3"]);
            });
        }
    });
}

#[test]
fn ten_threads_bring_one_database_up_to_date_once() {
    let database = postgres();
    let steps: usize = thread::scope(|scope| {
        let run = || migrator().on(&mut open_postgres(&database)).upgrade("head").unwrap();
        let threads: Vec<_> = (0..10).map(|_| scope.spawn(run)).collect();
        threads.into_iter().map(|it| it.join().unwrap().steps.len()).sum()
    });
    assert_eq!(steps, 3);
}

#[test]
fn an_open_transaction_is_the_callers_to_end() {
    let database = sqlite();
    let mut connection = open_sqlite(&database);
    connection.execute_batch("BEGIN").unwrap();
    migrator().on(&mut connection).upgrade("head").unwrap();
    assert!(!connection.is_autocommit());
    connection.execute_batch("ROLLBACK").unwrap();
    assert!(migrator().on(&mut connection).current().unwrap().is_empty());

    let database = postgres();
    let mut connection = open_postgres(&database);
    connection.batch_execute("BEGIN; CREATE TABLE other (id int)").unwrap();
    migrator().on(&mut connection).upgrade("head").unwrap();
    assert_eq!(connection.query("SELECT * FROM item", &[]).unwrap().len(), 3);
    connection.batch_execute("ROLLBACK").unwrap();
    assert!(connection.query("SELECT * FROM item", &[]).is_err());
    assert!(migrator().on(&mut connection).current().unwrap().is_empty());
}

#[test]
fn a_call_from_within_a_runtime_is_no_trouble() {
    for database in [postgres(), mariadb(), sqlite()] {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let migrator = migrator().url(&database.url);
            assert_eq!(migrator.run().upgrade("head").unwrap().steps.len(), 3);
        });
    }
    let database = postgres();
    let mut client = open_postgres(&database);
    let runtime = tokio::runtime::Builder::new_multi_thread().build().unwrap();
    runtime.block_on(async {
        assert_eq!(migrator().on(&mut client).upgrade("head").unwrap().steps.len(), 3);
    });
}

#[test]
fn a_failure_is_an_error_that_tells_the_way_out() {
    let database = sqlite();
    let mut connection = open_sqlite(&database);
    connection.execute_batch("CREATE TABLE item (id INTEGER)").unwrap();
    let mut told = Vec::new();
    for target in ["head", "nope"] {
        told.push(words(&migrator().on(&mut connection).upgrade(target).unwrap_err()));
        assert!(connection.is_autocommit());
    }
    told.push(words(&migrator().run().upgrade("head").unwrap_err()));
    insta::assert_snapshot!(told.join("\n"), @"
    upgrade of `a1` (create item) failed at runner/tests/it/embedding/history.rs:15:36: table item already exists, at line 1, character 14 of the statement
      the whole run was undone: the database is as before
    no revision or label matches `nope`
      `history` lists the revisions
    `env.rs` failed at runner/tests/it/embedding/history.rs:56:35: no database is named: set `url` in /application/migrations/runner.toml or DATABASE_URL
    ");
}

/// Returns all that an error tells.
fn words(error: &Error) -> String {
    let mut words = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        words.extend([": ", &cause.to_string()]);
        source = cause.source();
    }
    if let Some(help) = error.help() {
        words.extend(["\n  ", &help]);
    }
    words
}
