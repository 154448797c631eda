//! Sessions over connections that somebody else has opened, and goes on to use.

use migration_api::connection::{Connection, ConnectionError};
use migration_api::ops::BulkInsert;
use migration_api::schema::TableName;
use migration_api::{Rows, Value};
use runner::dialect::{DatabaseError, Lock, session_of};

use crate::support::{Database, databases, mariadb, postgres, sqlite};

const VERSIONS: TableName<'_> = TableName { schema: None, name: "alembic_version" };

/// Opens a connection with the driver, as an application does.
fn driver(database: &Database) -> Box<dyn Connection> {
    match database.title() {
        "PostgreSQL" => {
            Box::new(postgres::Client::connect(&database.url, postgres::NoTls).unwrap())
        }
        "MariaDB" => {
            let url = database.url.replacen("mariadb:", "mysql:", 1);
            Box::new(mysql::Conn::new(mysql::Opts::from_url(&url).unwrap()).unwrap())
        }
        _ => {
            let file = database.url.trim_start_matches("sqlite:///");
            Box::new(rusqlite::Connection::open(file).unwrap())
        }
    }
}

fn text(connection: &mut dyn Connection, sql: &str) -> String {
    let rows = connection.query(sql, &[]).unwrap().rows;
    let row = rows[0].iter().map(ToString::to_string);
    row.collect::<Vec<_>>().join(" ")
}

/// A connection whose driver has nothing but what it must have.
struct Bare<C>(C);

impl<C: Connection> Connection for Bare<C> {
    fn dialect(&self) -> &str {
        self.0.dialect()
    }

    fn execute(&mut self, sql: &str) -> Result<u64, ConnectionError> {
        self.0.execute(sql)
    }

    fn execute_with(
        &mut self,
        sql: &str,
        parameters: &[Value<'_>],
    ) -> Result<u64, ConnectionError> {
        self.0.execute_with(sql, parameters)
    }

    fn query(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<Rows, ConnectionError> {
        self.0.query(sql, parameters)
    }
}

/// Hands a borrowed connection over, or one with a bare driver.
fn lend<'c>(connection: &'c mut dyn Connection, is_bare: bool) -> Box<dyn Connection + 'c> {
    if is_bare { Box::new(Bare(connection)) } else { Box::new(connection) }
}

#[test]
fn a_session_begins_and_ends_transactions_of_its_own() {
    let both = |database: &Database| [(driver(database), false), (driver(database), true)];
    for database in databases() {
        for (mut connection, is_bare) in both(&database) {
            connection.execute("DROP TABLE IF EXISTS t").unwrap();
            let mut session = session_of(lend(&mut *connection, is_bare)).unwrap();
            assert!(!session.is_within_callers_transaction());
            assert_eq!(session.version_rows(VERSIONS).unwrap(), None);
            assert_eq!(session.try_lock(VERSIONS).unwrap(), Lock::Acquired);
            assert_eq!(session.try_begin().unwrap(), Lock::Acquired);
            assert_eq!(session.version_rows(VERSIONS).unwrap(), None);
            session.execute("CREATE TABLE t (a INTEGER, b VARCHAR(9))").unwrap();
            let rows: Vec<Vec<Value<'_>>> =
                (0..300).map(|at| vec![Value::Int(at), Value::Text("x\ty")]).collect();
            let rows: Vec<&[Value<'_>]> = rows.iter().map(Vec::as_slice).collect();
            let bulk = BulkInsert::new("t", &["a", "b"], &rows);
            if session.insert(&bulk).transpose().unwrap().is_none() {
                let literals = (0..300).map(|at| format!("({at}, 'x\ty')")).collect::<Vec<_>>();
                session.execute(&format!("INSERT INTO t VALUES {}", literals.join(", "))).unwrap();
            }
            assert!(session.transaction_is_open().unwrap());
            session.commit().unwrap();
            assert!(!session.transaction_is_open().unwrap());
            session.try_begin().unwrap();
            session.execute("DELETE FROM t").unwrap();
            session.rollback().unwrap();
            session.unlock().unwrap();
            drop(session);
            let title = database.title();
            assert_eq!(
                text(&mut *connection, "SELECT count(*), max(b) FROM t"),
                "300 x\ty",
                "{title}"
            );
        }
    }
}

#[test]
fn an_open_transaction_stays_the_callers() {
    for (database, is_bare) in
        [(postgres(), false), (postgres(), true), (sqlite(), false), (sqlite(), true)]
    {
        let title = database.title();
        let mut connection = driver(&database);
        connection.execute("CREATE TABLE t (a INTEGER)").unwrap();
        for end in ["ROLLBACK", "COMMIT"] {
            connection.execute("BEGIN").unwrap();
            connection.execute("INSERT INTO t VALUES (1)").unwrap();
            let mut session = session_of(lend(&mut *connection, is_bare)).unwrap();
            assert!(session.is_within_callers_transaction(), "{title}");
            assert_eq!(session.version_rows(VERSIONS).unwrap(), None);
            assert_eq!(session.try_lock(VERSIONS).unwrap(), Lock::Acquired);
            assert_eq!(session.try_begin().unwrap(), Lock::Acquired);
            session.execute("CREATE TABLE kept (a INTEGER)").unwrap();
            session.execute("INSERT INTO t VALUES (2)").unwrap();
            assert!(session.transaction_is_open().unwrap());
            session.commit().unwrap();
            assert!(!session.transaction_is_open().unwrap());
            session.try_begin().unwrap();
            session.execute("CREATE TABLE undone (a INTEGER)").unwrap();
            session.execute("INSERT INTO nowhere VALUES (3)").unwrap_err();
            session.rollback().unwrap();
            session.try_begin().unwrap();
            session.execute("INSERT INTO t VALUES (4)").unwrap();
            session.commit().unwrap();
            session.unlock().unwrap();
            drop(session);
            let sum = text(&mut *connection, "SELECT sum(a) FROM t");
            assert_eq!(sum, "7", "{title}: nothing else is undone");
            connection.execute(end).unwrap();
            let count = text(&mut *connection, "SELECT count(*) FROM t");
            assert_eq!(count, if end == "COMMIT" { "3" } else { "0" }, "{title}");
            assert_eq!(connection.query("SELECT * FROM kept", &[]).is_ok(), end == "COMMIT");
            connection.query("SELECT * FROM undone", &[]).unwrap_err();
        }
    }
}

#[test]
fn the_lock_is_held_up_to_the_callers_commit() {
    let database = postgres();
    let (mut first, mut other) = (driver(&database), database.connect());
    first.execute("BEGIN").unwrap();
    let mut session = session_of(lend(&mut *first, false)).unwrap();
    assert_eq!(session.try_lock(VERSIONS).unwrap(), Lock::Acquired);
    session.unlock().unwrap();
    drop(session);
    assert!(matches!(other.try_lock(VERSIONS).unwrap(), Lock::Held { by: Some(_) }));
    first.execute("COMMIT").unwrap();
    assert_eq!(other.try_lock(VERSIONS).unwrap(), Lock::Acquired);
}

#[test]
fn an_authors_commit_of_the_callers_transaction_is_noticed() {
    for database in [postgres(), sqlite()] {
        let mut connection = driver(&database);
        connection.execute("BEGIN").unwrap();
        let mut session = session_of(connection).unwrap();
        session.try_begin().unwrap();
        session.execute("COMMIT").unwrap();
        assert!(!session.transaction_is_open().unwrap(), "{}", database.title());
        session.commit().unwrap_err();
    }
}

#[test]
fn a_transaction_that_cannot_be_worked_in_is_refused() {
    let mut failed = driver(&postgres());
    failed.execute("BEGIN").unwrap();
    failed.execute("SELECT nothing").unwrap_err();
    let database = mariadb();
    let mut open = driver(&database);
    open.execute("CREATE TABLE t (a INTEGER)").unwrap();
    open.execute("START TRANSACTION; INSERT INTO t VALUES (1)").unwrap();
    struct Unknown;
    impl Connection for Unknown {
        fn dialect(&self) -> &str {
            "oracle"
        }

        fn execute(&mut self, _: &str) -> Result<u64, ConnectionError> {
            Err(ConnectionError::lost("none"))
        }

        fn execute_with(&mut self, _: &str, _: &[Value<'_>]) -> Result<u64, ConnectionError> {
            Err(ConnectionError::lost("none"))
        }

        fn query(&mut self, _: &str, _: &[Value<'_>]) -> Result<Rows, ConnectionError> {
            Err(ConnectionError::lost("none"))
        }
    }
    let told = |error: DatabaseError| format!("{error}\n  {}", error.help().unwrap());
    let refusals = [lend(&mut *failed, false), lend(&mut *open, false), Box::new(Unknown)]
        .map(|connection| told(session_of(connection).map(drop).unwrap_err()));
    insta::assert_snapshot!(refusals.join("\n"), @"
    the transaction that is open on the connection has failed
      roll it back, and begin another
    a transaction is open on the connection, and MariaDB commits at each schema change
      commit before the migrations are run
    the connection is one of `oracle`, which is not known
      its `dialect()` has to be one of `postgresql`, `sqlite`, `mysql`, `mariadb`
    ");
    assert_eq!(text(&mut *open, "SELECT @@in_transaction"), "1", "it is left alone");
}

#[test]
fn a_mysql_connection_gets_its_settings_back() {
    const SETTINGS: &str = "SELECT @@time_zone, @@character_set_client, @@collation_connection, @@autocommit, @@in_transaction";
    for autocommit in [0, 1] {
        let mut connection = driver(&mariadb());
        connection
            .execute(&format!(
                "SET NAMES latin1 COLLATE latin1_german2_ci, time_zone = '+05:00', autocommit = {autocommit}"
            ))
            .unwrap();
        let before = text(&mut *connection, SETTINGS);
        assert_eq!(before, format!("+05:00 latin1 latin1_german2_ci {autocommit} 0"));
        let mut session = session_of(lend(&mut *connection, false)).unwrap();
        assert_eq!(session.dialect().title(), "MariaDB");
        session.try_begin().unwrap();
        session.execute("CREATE TABLE t (a INTEGER)").unwrap();
        session.execute("INSERT INTO t VALUES (1)").unwrap();
        session.commit().unwrap();
        drop(session);
        assert_eq!(text(&mut *connection, SETTINGS), before);
        connection.execute("ROLLBACK").unwrap();
        assert_eq!(text(&mut *connection, "SELECT a FROM t"), "1");
    }
}

#[test]
fn foreign_keys_of_sqlite_are_as_they_were_and_only_new_violations_count() {
    const FAMILY: &str = "PRAGMA foreign_keys=OFF; CREATE TABLE parent (id INTEGER PRIMARY KEY); \
        CREATE TABLE child (parent_id INTEGER REFERENCES parent (id)); INSERT INTO child VALUES (7);";
    for (enforced, is_within) in [(0, false), (1, false), (0, true)] {
        let database = sqlite();
        let mut connection = driver(&database);
        connection.execute(FAMILY).unwrap();
        connection.execute(&format!("PRAGMA foreign_keys={enforced}")).unwrap();
        if is_within {
            connection.execute("BEGIN").unwrap();
        }
        let mut session = session_of(lend(&mut *connection, false)).unwrap();
        session.try_begin().unwrap();
        session.execute("INSERT INTO child VALUES (8)").unwrap();
        let error = session.commit().unwrap_err();
        assert_eq!(
            error.to_string(),
            "foreign keys would be broken: `child` (row 2) refers to rows that `parent` does not have"
        );
        session.try_begin().unwrap();
        session.execute("INSERT INTO parent VALUES (1)").unwrap();
        session.commit().unwrap();
        drop(session);
        if is_within {
            connection.execute("COMMIT").unwrap();
        }
        let state = "SELECT (SELECT count(*) FROM parent), (SELECT count(*) FROM child), foreign_keys FROM pragma_foreign_keys";
        assert_eq!(text(&mut *connection, state), format!("1 1 {enforced}"));
    }
}
