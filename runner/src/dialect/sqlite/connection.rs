//! The driver: the only file that runs anything on an SQLite database.

use std::time::Duration;

use migration_api::ops::BulkInsert;
use migration_api::schema::TableName;
use migration_api::{Rows, Value};
use rusqlite::fallible_iterator::FallibleIterator;
use rusqlite::{Batch, Error, ErrorCode, OpenFlags, params_from_iter};

use super::location::Location;
use super::rows::{self, Parameter, ReadError};
use super::{Sqlite, failure, foreign_keys, literals};
use crate::dialect::{Connection, DatabaseError, Dialect, Lock};
use crate::sql::{RenderError, name_list, version_table};

/// How long a statement waits for other connections. A commit waits for those that still read.
const PATIENCE: Duration = Duration::from_secs(10);

/// A session of an SQLite database.
pub(super) struct SqliteConnection {
    connection: rusqlite::Connection,
    location: Location,
    /// How long a statement waits for other connections.
    patience: Duration,
}

impl SqliteConnection {
    pub(super) fn open(
        location: Location,
        patience: Option<Duration>,
    ) -> Result<Self, DatabaseError> {
        let patience = patience.unwrap_or(PATIENCE);
        let opened = match &location.file {
            Some(file) => rusqlite::Connection::open_with_flags(file, location.flags),
            None => rusqlite::Connection::open_in_memory(),
        };
        let prepared = opened.and_then(|connection| {
            connection.busy_timeout(patience)?;
            connection.execute_batch("PRAGMA foreign_keys=ON")?;
            // The first look at the file, which may be no database.
            connection.query_row("PRAGMA schema_version", [], |_| Ok(()))?;
            Ok(connection)
        });
        match prepared {
            Ok(connection) => Ok(Self { connection, location, patience }),
            Err(error) => Err(failure::opening(&location, &error)),
        }
    }

    /// Opens a new and empty database in memory.
    pub(super) fn in_memory() -> Result<Self, DatabaseError> {
        Self::open(Location { file: None, flags: OpenFlags::default() }, None)
    }

    fn run_all(&self, sql: &str) -> Result<u64, Error> {
        let mut changed = 0;
        let mut batch = Batch::new(&self.connection, sql);
        while let Some(mut statement) = batch.next()? {
            changed = self.counting(|| drain(&mut statement, &[]))?;
        }
        Ok(changed)
    }

    /// Returns how many rows `run` changed. SQLite's own count stays as it was when a statement
    /// changes the schema.
    fn counting(&self, run: impl FnOnce() -> Result<(), Error>) -> Result<u64, Error> {
        let before = self.connection.total_changes();
        run()?;
        let changed = self.connection.total_changes() != before;
        Ok(if changed { self.connection.changes() } else { 0 })
    }

    fn send(&self, sql: &str) -> Result<(), DatabaseError> {
        self.connection.execute_batch(sql).map_err(|error| self.failed(sql, &error))
    }

    fn failed(&self, sql: &str, error: &Error) -> DatabaseError {
        failure::running(&self.location, sql, error)
    }

    fn begin_at_once(&self) -> Result<Lock, Error> {
        self.connection.busy_timeout(Duration::ZERO)?;
        let begun = self.connection.execute_batch("BEGIN IMMEDIATE");
        self.connection.busy_timeout(self.patience)?;
        match begun {
            Ok(()) => Ok(Lock::Acquired),
            Err(error) if failure::code(&error) == Some(ErrorCode::DatabaseBusy) => {
                Ok(Lock::Held { by: None })
            }
            Err(error) => Err(error),
        }
    }

    fn check_foreign_keys(&self) -> Result<(), DatabaseError> {
        let file = self.location.file.as_deref();
        let found = foreign_keys::new_violations(&self.connection, file);
        let violations = found.map_err(|error| self.failed("", &error))?;
        if violations.is_empty() { Ok(()) } else { Err(DatabaseError::ForeignKeys(violations)) }
    }
}

impl Connection for SqliteConnection {
    fn dialect(&self) -> &'static dyn Dialect {
        &Sqlite
    }

    fn execute(&mut self, sql: &str) -> Result<u64, DatabaseError> {
        self.run_all(sql).map_err(|error| self.failed(sql, &error))
    }

    fn execute_with(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<u64, DatabaseError> {
        check(parameters)?;
        let run = || drain(&mut self.connection.prepare(sql)?, parameters);
        self.counting(run).map_err(|error| self.failed(sql, &error))
    }

    fn query(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<Rows, DatabaseError> {
        check(parameters)?;
        let mut statement =
            self.connection.prepare(sql).map_err(|error| self.failed(sql, &error))?;
        rows::read(&mut statement, parameters).map_err(|error| match error {
            ReadError::Failed(error) => self.failed(sql, &error),
            ReadError::Unreadable(error) => error,
        })
    }

    // One statement that is prepared once: SQLite needs longer to read a statement of many rows than to insert them.
    fn insert(&mut self, rows: &BulkInsert<'_>) -> Option<Result<u64, DatabaseError>> {
        let marks: Vec<_> = (1..=rows.columns.len()).map(|at| format!("?{at}")).collect();
        let (table, columns) = (Sqlite.table(rows.table), name_list(&Sqlite, rows.columns));
        let sql = format!("INSERT INTO {table} {columns} VALUES ({})", marks.join(", "));
        let mut statement = match self.connection.prepare(&sql) {
            Ok(statement) => statement,
            Err(error) => return Some(Err(self.failed(&sql, &error))),
        };
        for row in rows.rows {
            if let Err(error) = check(row) {
                return Some(Err(error.into()));
            }
            let parameters = params_from_iter(row.iter().copied().map(Parameter));
            if let Err(error) = statement.execute(parameters) {
                return Some(Err(self.failed(&sql, &error)));
            }
        }
        Some(Ok(rows.rows.len() as u64))
    }

    fn version_rows(&mut self, table: TableName<'_>) -> Result<Option<Vec<String>>, DatabaseError> {
        let select = version_table::select(&Sqlite, table);
        let mut statement = match self.connection.prepare(select.sql()) {
            Ok(statement) => statement,
            Err(error) if failure::is_missing_table(&error) => return Ok(None),
            Err(error) => return Err(self.failed(select.sql(), &error)),
        };
        let rows = statement.query_map([], |row| row.get(0)).and_then(Iterator::collect);
        rows.map(Some).map_err(|error| self.failed(select.sql(), &error))
    }

    fn try_lock(&mut self, _version_table: TableName<'_>) -> Result<Lock, DatabaseError> {
        Ok(Lock::Acquired)
    }

    fn try_begin(&mut self) -> Result<Lock, DatabaseError> {
        // SQLite would begin, and refuse the first change only.
        if self.connection.is_readonly("main").map_err(|error| self.failed("", &error))? {
            return Err(failure::read_only(&self.location));
        }
        // Within a transaction it would have no effect: https://sqlite.org/foreignkeys.html#fk_enable
        self.send("PRAGMA foreign_keys=OFF")?;
        let begun = self.begin_at_once();
        if !matches!(begun, Ok(Lock::Acquired)) {
            self.send("PRAGMA foreign_keys=ON")?;
        }
        begun.map_err(|error| self.failed("BEGIN IMMEDIATE", &error))
    }

    fn transaction_is_open(&mut self) -> Result<bool, DatabaseError> {
        Ok(!self.connection.is_autocommit())
    }

    fn commit(&mut self) -> Result<(), DatabaseError> {
        let committed = self.check_foreign_keys().and_then(|()| self.send("COMMIT"));
        match committed {
            Ok(()) => self.send("PRAGMA foreign_keys=ON"),
            Err(error) => {
                // The first error tells more than one of the rollback.
                drop(self.rollback());
                Err(error)
            }
        }
    }

    fn rollback(&mut self) -> Result<(), DatabaseError> {
        // SQLite itself undoes a transaction that met a full disk, among others.
        if !self.connection.is_autocommit() {
            self.send("ROLLBACK")?;
        }
        self.send("PRAGMA foreign_keys=ON")
    }

    fn unlock(&mut self) -> Result<(), DatabaseError> {
        Ok(())
    }
}

fn check(parameters: &[Value<'_>]) -> Result<(), RenderError> {
    parameters.iter().try_for_each(|value| literals::check(&Sqlite, *value))
}

/// Runs a statement to its end, whether it returns rows or not.
fn drain(statement: &mut rusqlite::Statement<'_>, parameters: &[Value<'_>]) -> Result<(), Error> {
    let mut rows = statement.query(params_from_iter(parameters.iter().copied().map(Parameter)))?;
    while rows.next()?.is_some() {}
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};
    use std::thread;

    use migration_api::{Cell, Date, Uuid};
    use tempfile::TempDir;

    use super::*;

    const VERSIONS: TableName<'_> = TableName { schema: None, name: "alembic_version" };
    const FAMILY: &str = "CREATE TABLE parent (id INTEGER PRIMARY KEY);
        CREATE TABLE child (parent_id INTEGER REFERENCES parent (id));";

    fn open(url: &str, base: &Path) -> Result<Box<dyn Connection>, DatabaseError> {
        crate::dialect::open(&url.parse()?, base)
    }

    /// Returns a new database file with these tables, and its folder.
    fn database(sql: &str) -> (Box<dyn Connection>, TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let mut connection = open("sqlite:///shop.db", folder.path()).unwrap();
        connection.execute(sql).unwrap();
        (connection, folder)
    }

    fn count(connection: &mut dyn Connection, table: &str) -> Cell {
        connection.query(&format!("SELECT count(*) FROM {table}"), &[]).unwrap().rows[0][0].clone()
    }

    #[test]
    fn several_statements_run_and_the_last_is_counted() {
        let (mut connection, _folder) = database("");
        let run = |connection: &mut dyn Connection, sql| connection.execute(sql).unwrap();
        assert_eq!(
            run(&mut *connection, "CREATE TABLE t (a); INSERT INTO t VALUES (1), (2); -- x"),
            2
        );
        assert_eq!(run(&mut *connection, "INSERT INTO t VALUES (1); CREATE TABLE u (a)"), 0);
        assert_eq!(run(&mut *connection, "DELETE FROM t WHERE a = 1 RETURNING a;"), 2);
        assert_eq!(run(&mut *connection, "SELECT * FROM t"), 0);
        assert_eq!(run(&mut *connection, " "), 0);
    }

    #[test]
    fn values_come_back_in_their_storage_class() {
        let (mut connection, _folder) = database("CREATE TABLE t (a, b, c, d, e, f BOOLEAN)");
        let day = Date { year: 2024, month: 5, day: 31 };
        let values = [
            Value::Null,
            day.into(),
            Uuid([1; 16]).into(),
            1.5.into(),
            Value::Bytes(b"x"),
            true.into(),
        ];
        let sql = "INSERT INTO t VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        assert_eq!(connection.execute_with(sql, &values).unwrap(), 1);
        let rows = connection.query("SELECT * FROM t WHERE b = ?1", &[day.into()]).unwrap();
        assert_eq!(rows.columns, ["a", "b", "c", "d", "e", "f"]);
        let uuid = "01010101-0101-0101-0101-010101010101";
        assert_eq!(
            rows.rows,
            [[
                Cell::Null,
                Cell::Text("2024-05-31".into()),
                Cell::Text(uuid.into()),
                Cell::Float(1.5),
                Cell::Bytes(b"x".to_vec()),
                Cell::Int(1),
            ]]
        );
    }

    #[test]
    fn the_version_table_may_be_missing() {
        let (mut connection, _folder) = database("");
        connection.try_begin().unwrap();
        assert_eq!(connection.version_rows(VERSIONS).unwrap(), None);
        connection.run(&version_table::create(&Sqlite, VERSIONS)).unwrap();
        assert_eq!(connection.version_rows(VERSIONS).unwrap(), Some(vec![]));
        connection.run(&version_table::insert(&Sqlite, VERSIONS, "ae10")).unwrap();
        connection.commit().unwrap();
        assert_eq!(connection.version_rows(VERSIONS).unwrap(), Some(vec!["ae10".to_owned()]));
    }

    #[test]
    fn one_transaction_holds_the_lock_of_all() {
        let (mut first, folder) = database(FAMILY);
        let mut second = open("sqlite:///shop.db", folder.path()).unwrap();
        assert_eq!(first.try_begin().unwrap(), Lock::Acquired);
        assert_eq!(second.try_begin().unwrap(), Lock::Held { by: None });
        first.rollback().unwrap();
        assert_eq!(second.try_begin().unwrap(), Lock::Acquired);
        second.execute("INSERT INTO parent VALUES (1)").unwrap();
        second.commit().unwrap();
        assert_eq!(count(&mut *first, "parent"), Cell::Int(1));
    }

    #[test]
    fn a_commit_waits_for_those_that_read() {
        let (mut connection, folder) = database(FAMILY);
        let reader = rusqlite::Connection::open(folder.path().join("shop.db")).unwrap();
        reader.execute_batch("BEGIN; SELECT * FROM parent").unwrap();
        connection.try_begin().unwrap();
        connection.execute("INSERT INTO parent VALUES (1)").unwrap();
        let reading = thread::spawn(move || {
            thread::sleep(Duration::from_millis(200));
            reader.execute_batch("COMMIT").unwrap();
        });
        connection.commit().unwrap();
        reading.join().unwrap();
        assert_eq!(count(&mut *connection, "parent"), Cell::Int(1));
    }

    #[test]
    fn a_commit_refuses_the_foreign_keys_that_it_would_break() {
        let (mut connection, _folder) = database(FAMILY);
        connection
            .execute(
                "PRAGMA foreign_keys=OFF; INSERT INTO child VALUES (7); PRAGMA foreign_keys=ON",
            )
            .unwrap();
        connection.try_begin().unwrap();
        connection.execute("INSERT INTO child VALUES (8), (9); CREATE TABLE t (a)").unwrap();
        let error = connection.commit().unwrap_err();
        insta::assert_snapshot!(error, @"foreign keys would be broken: `child` (rows 2, 3) refers to rows that `parent` does not have");
        assert_eq!(count(&mut *connection, "child"), Cell::Int(1));

        // What was broken before does not stop others, and keys are enforced between runs.
        connection.try_begin().unwrap();
        connection.execute("INSERT INTO parent VALUES (1); INSERT INTO child VALUES (1)").unwrap();
        connection.commit().unwrap();
        assert!(connection.execute("INSERT INTO child VALUES (9)").is_err());
    }

    #[test]
    fn in_memory_every_broken_key_is_new() {
        let mut connection = open("sqlite://", Path::new("")).unwrap();
        connection.execute(FAMILY).unwrap();
        connection.try_begin().unwrap();
        connection.execute("INSERT INTO child VALUES (8)").unwrap();
        assert!(matches!(connection.commit(), Err(DatabaseError::ForeignKeys(_))));
        assert_eq!(count(&mut *connection, "child"), Cell::Int(0));
    }

    #[test]
    fn a_key_that_could_never_be_checked_stops_only_the_one_who_makes_it() {
        const MISMATCH: &str = "CREATE TABLE a (x); CREATE TABLE b (x REFERENCES a (x))";
        let (mut connection, _folder) = database("");
        connection.try_begin().unwrap();
        connection.execute(MISMATCH).unwrap();
        connection.execute("INSERT INTO b VALUES (1)").unwrap();
        let error = connection.commit().unwrap_err();
        assert!(error.to_string().contains("foreign key mismatch"), "{error}");
        let (mut connection, _folder) = database(MISMATCH);
        connection.try_begin().unwrap();
        connection.execute("INSERT INTO b VALUES (1)").unwrap();
        connection.commit().unwrap();
    }

    #[test]
    fn a_file_that_cannot_be_opened_says_why() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("note.txt"), "no database, whatever its name".repeat(40))
            .unwrap();
        let refusals = ["sub/shop.db", "note.txt", ".", "shop.db?mode=rw"].map(|path| {
            let opened = open(&format!("sqlite:///{path}"), folder.path());
            let error = opened.map(|_| ()).unwrap_err();
            let here = PathBuf::from(folder.path()).display().to_string();
            format!("{error}\n  {}", error.help().unwrap()).replace(&here, "HERE")
        });
        insta::assert_snapshot!(refusals.join("\n"), @"
        cannot open the database file `HERE/sub/shop.db`: the folder `HERE/sub` does not exist
          create the folder, or correct the URL
        cannot open the database file `HERE/note.txt`: it is no SQLite database
          name another file, or move this one away
        cannot open the database file `HERE/.`: it is a folder
          name a file in it
        cannot open the database file `HERE/shop.db`: it does not exist
          correct the URL; `upgrade` creates the file, unless `mode=` stands there
        ");
    }

    #[test]
    fn a_statement_that_fails_says_why() {
        let (mut connection, folder) = database("CREATE TABLE t (a PRIMARY KEY)");
        let mut told = vec![];
        for sql in ["SELECT 1;\nSELEKT 2", "INSERT INTO t VALUES (1), (1)", "DROP TABLE nope"] {
            told.push(connection.execute(sql).unwrap_err().to_string());
        }
        let mut reader = open("sqlite:///shop.db?mode=ro", folder.path()).unwrap();
        let here = folder.path().display().to_string();
        told.push(reader.try_begin().unwrap_err().to_string().replace(&here, "HERE"));
        insta::assert_snapshot!(told.join("\n"), @r#"
        near "SELEKT": syntax error, at line 2, character 1 of the statement
        UNIQUE constraint failed: t.a (SQLite error 1555)
        no such table: nope
        the database file `HERE/shop.db` is read-only
        "#);
    }
}
