//! The driver: the only file that runs anything on an SQLite database.

use std::time::Duration;

use migration_api::schema::TableName;
use migration_api::{Rows, Value};
use rusqlite::fallible_iterator::FallibleIterator;
use rusqlite::{Batch, Error, ErrorCode, params_from_iter};

use super::location::Location;
use super::rows::{self, Parameter, ReadError};
use super::{Sqlite, failure, foreign_keys};
use crate::dialect::{Connection, DatabaseError, Dialect, Lock};
use crate::sql::version_table;

/// How long a statement waits for other connections. A commit waits for those that still read.
const PATIENCE: Duration = Duration::from_secs(10);

/// A session of an SQLite database.
pub(super) struct SqliteConnection {
    connection: rusqlite::Connection,
    location: Location,
}

impl SqliteConnection {
    pub(super) fn open(location: Location) -> Result<Self, DatabaseError> {
        let opened = match &location.file {
            Some(file) => rusqlite::Connection::open_with_flags(file, location.flags),
            None => rusqlite::Connection::open_in_memory(),
        };
        let prepared = opened.and_then(|connection| {
            connection.busy_timeout(PATIENCE)?;
            connection.execute_batch("PRAGMA foreign_keys=ON")?;
            // The first look at the file, which may be no database.
            connection.query_row("PRAGMA schema_version", [], |_| Ok(()))?;
            Ok(connection)
        });
        match prepared {
            Ok(connection) => Ok(Self { connection, location }),
            Err(error) => Err(failure::opening(&location, &error)),
        }
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
        self.connection.busy_timeout(PATIENCE)?;
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
        let run = || drain(&mut self.connection.prepare(sql)?, parameters);
        self.counting(run).map_err(|error| self.failed(sql, &error))
    }

    fn query(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<Rows, DatabaseError> {
        let mut statement =
            self.connection.prepare(sql).map_err(|error| self.failed(sql, &error))?;
        rows::read(&mut statement, parameters).map_err(|error| match error {
            ReadError::Failed(error) => self.failed(sql, &error),
            ReadError::Unreadable(error) => error,
        })
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
        // Within a transaction it would have no effect: https://sqlite.org/foreignkeys.html#fk_enable
        self.send("PRAGMA foreign_keys=OFF")?;
        let begun = self.begin_at_once();
        if !matches!(begun, Ok(Lock::Acquired)) {
            self.send("PRAGMA foreign_keys=ON")?;
        }
        begun.map_err(|error| self.failed("BEGIN IMMEDIATE", &error))
    }

    fn commit(&mut self) -> Result<(), DatabaseError> {
        let committed = self.check_foreign_keys().and_then(|()| self.send("COMMIT"));
        match committed {
            Ok(()) => self.send("PRAGMA foreign_keys=ON"),
            Err(error) => {
                self.rollback()?;
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

/// Runs a statement to its end, whether it returns rows or not.
fn drain(statement: &mut rusqlite::Statement<'_>, parameters: &[Value<'_>]) -> Result<(), Error> {
    let mut rows = statement.query(params_from_iter(parameters.iter().copied().map(Parameter)))?;
    while rows.next()?.is_some() {}
    Ok(())
}
