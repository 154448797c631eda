//! What is done on a connection of SQLite: the only file that runs anything there, but for the check of foreign keys.

use std::path::PathBuf;
use std::time::Duration;

use migration_api::ops::BulkInsert;
use migration_api::schema::TableName;
use migration_api::{Cell, ConnectionError, Rows, Value};
use rusqlite::OpenFlags;

use super::foreign_keys::{self, Found};
use super::location::Location;
use super::{Sqlite, failure, literals};
use crate::dialect::session::versions;
use crate::dialect::{DatabaseError, Dialect, Driver, Lock, Session};
use crate::sql::{RenderError, name_list, version_table};

/// The same within a transaction of somebody else's.
const BEGIN_WITHIN: &str = "SAVEPOINT runner_transaction";
const COMMIT_WITHIN: &str = "RELEASE runner_transaction";
const ROLLBACK_WITHIN: &str = "ROLLBACK TO runner_transaction; RELEASE runner_transaction";

/// A session of an SQLite database.
pub(super) struct SqliteSession<'c> {
    connection: Driver<'c>,
    location: Location,
    origin: Origin,
    /// What `PRAGMA foreign_keys` is between transactions.
    foreign_keys: bool,
}

/// Whose connection it is.
enum Origin {
    /// The runner's own.
    Own {
        /// How long a statement waits for other connections.
        patience: Duration,
    },
    /// The caller's.
    HandedOver {
        /// Whether all happens in a transaction that the caller has begun, and is to end.
        is_within: bool,
        /// Whether a savepoint is set in it.
        is_begun: bool,
        /// The foreign keys that were broken when the transaction began. No second connection looks them up: two libraries of SQLite in one
        /// program take each other's locks on a file away, see <https://sqlite.org/howtocorrupt.html#_multiple_copies_of_sqlite_linked_into_the_same_application>.
        before: Option<Found>,
    },
}

impl<'c> SqliteSession<'c> {
    /// Returns the session of a connection that is the runner's own, in which foreign keys are enforced.
    pub(super) fn own(connection: Driver<'c>, location: Location, patience: Duration) -> Self {
        Self { connection, location, origin: Origin::Own { patience }, foreign_keys: true }
    }

    /// Returns the session of a connection that is the caller's.
    pub(super) fn handed_over(connection: Driver<'c>) -> Result<Self, DatabaseError> {
        let location = Location { file: None, flags: OpenFlags::default() };
        let origin = Origin::HandedOver { is_within: false, is_begun: false, before: None };
        let mut session = Self { connection, location, origin, foreign_keys: false };
        session.location.file = session.file()?;
        let found = session.query("PRAGMA foreign_keys", &[])?.rows;
        session.foreign_keys = matches!(found.iter().flatten().next(), Some(Cell::Int(1)));
        let is_within = session.finds_transaction()?;
        session.origin = Origin::HandedOver { is_within, is_begun: false, before: None };
        Ok(session)
    }

    /// Returns the file of the main database, for messages.
    fn file(&mut self) -> Result<Option<PathBuf>, DatabaseError> {
        let databases = self.query("PRAGMA database_list", &[])?.rows;
        let main = databases.iter().find(|row| row.get(1) == Some(&Cell::Text("main".into())));
        Ok(match main.and_then(|row| row.get(2)) {
            Some(Cell::Text(file)) if !file.is_empty() => Some(PathBuf::from(file)),
            _ => None,
        })
    }

    /// Finds out whether a transaction is open: where the driver does not know it, another one cannot be begun within.
    fn finds_transaction(&mut self) -> Result<bool, DatabaseError> {
        if let Some(known) = self.connection.transaction_is_open() {
            return Ok(known);
        }
        match self.connection.execute("BEGIN") {
            Ok(_) => self.send("ROLLBACK").map(|()| false),
            Err(error) if error.message.contains("within a transaction") => Ok(true),
            Err(error) => Err(self.failed("BEGIN", error)),
        }
    }

    fn send(&mut self, sql: &str) -> Result<(), DatabaseError> {
        let sent = self.connection.execute(sql);
        sent.map(drop).map_err(|error| self.failed(sql, error))
    }

    fn failed(&self, sql: &str, error: ConnectionError) -> DatabaseError {
        failure::running(&self.location, sql, error)
    }

    fn begin_at_once(&mut self) -> Result<Lock, DatabaseError> {
        let begun = match self.origin {
            Origin::Own { patience } => {
                self.send("PRAGMA busy_timeout=0")?;
                let begun = self.connection.execute("BEGIN IMMEDIATE");
                self.send(&format!("PRAGMA busy_timeout={}", patience.as_millis()))?;
                begun
            }
            // How long the caller's connection waits, and by what means, is the caller's.
            Origin::HandedOver { .. } => self.connection.execute("BEGIN IMMEDIATE"),
        };
        match begun {
            Ok(_) => Ok(Lock::Acquired),
            Err(error) if failure::code(&error) == Some(failure::BUSY) => {
                Ok(Lock::Held { by: None })
            }
            Err(error) => Err(self.failed("BEGIN IMMEDIATE", error)),
        }
    }

    /// Begins a transaction, in which foreign keys are not enforced.
    fn begin(&mut self) -> Result<Lock, DatabaseError> {
        // Within a transaction it would have no effect: https://sqlite.org/foreignkeys.html#fk_enable
        self.send("PRAGMA foreign_keys=OFF")?;
        let begun = self.begin_at_once();
        if !matches!(begun, Ok(Lock::Acquired)) {
            self.put_foreign_keys_back()?;
        }
        begun
    }

    fn put_foreign_keys_back(&mut self) -> Result<(), DatabaseError> {
        match self.foreign_keys {
            true => self.send("PRAGMA foreign_keys=ON"),
            false => self.send("PRAGMA foreign_keys=OFF"),
        }
    }

    fn check_foreign_keys(&mut self) -> Result<(), DatabaseError> {
        let now = foreign_keys::violations(&mut *self.connection);
        let (origin, file) = (&mut self.origin, self.location.file.as_deref());
        let before = || match origin {
            Origin::Own { .. } => file.map(foreign_keys::violations_in_file),
            Origin::HandedOver { before, .. } => before.take(),
        };
        let violations = foreign_keys::new_violations(now, before);
        let violations = violations.map_err(|error| self.failed("", error))?;
        if violations.is_empty() { Ok(()) } else { Err(DatabaseError::ForeignKeys(violations)) }
    }
}

impl Session for SqliteSession<'_> {
    fn dialect(&self) -> &'static dyn Dialect {
        &Sqlite
    }

    fn execute(&mut self, sql: &str) -> Result<u64, DatabaseError> {
        let done = self.connection.execute(sql);
        done.map_err(|error| self.failed(sql, error))
    }

    fn execute_with(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<u64, DatabaseError> {
        check(parameters)?;
        let done = self.connection.execute_with(sql, parameters);
        done.map_err(|error| self.failed(sql, error))
    }

    fn query(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<Rows, DatabaseError> {
        check(parameters)?;
        let found = self.connection.query(sql, parameters);
        found.map_err(|error| self.failed(sql, error))
    }

    // One statement that is prepared once: SQLite needs longer to read a statement of many rows than to insert them.
    fn insert(&mut self, rows: &BulkInsert<'_>) -> Option<Result<u64, DatabaseError>> {
        let marks: Vec<_> = (1..=rows.columns.len()).map(|at| format!("?{at}")).collect();
        let (table, columns) = (Sqlite.table(rows.table), name_list(&Sqlite, rows.columns));
        let sql = format!("INSERT INTO {table} {columns} VALUES ({})", marks.join(", "));
        // Rows before one that is refused are inserted, as they would be one by one.
        let refused =
            rows.rows.iter().enumerate().find_map(|(at, row)| Some((at, check(row).err()?)));
        let good =
            refused.as_ref().map_or(rows.rows, |(at, _)| rows.rows.get(..*at).unwrap_or_default());
        if let Err(error) = self.connection.execute_many(&sql, good) {
            return Some(Err(self.failed(&sql, error)));
        }
        Some(match refused {
            Some((_, error)) => Err(error.into()),
            None => Ok(rows.rows.len() as u64),
        })
    }

    fn version_rows(&mut self, table: TableName<'_>) -> Result<Option<Vec<String>>, DatabaseError> {
        let select = version_table::select(&Sqlite, table);
        match self.connection.query(select.sql(), &[]) {
            Ok(rows) => versions(rows).map(Some),
            Err(error) if failure::is_missing_table(&error) => Ok(None),
            Err(error) => Err(self.failed(select.sql(), error)),
        }
    }

    fn try_lock(&mut self, _version_table: TableName<'_>) -> Result<Lock, DatabaseError> {
        Ok(Lock::Acquired)
    }

    fn try_begin(&mut self) -> Result<Lock, DatabaseError> {
        // SQLite would begin, and refuse the first change only.
        if self.connection.is_read_only() {
            return Err(failure::read_only(&self.location));
        }
        let lock = match self.is_within_callers_transaction() {
            true => self.send(BEGIN_WITHIN).map(|()| Lock::Acquired)?,
            false => self.begin()?,
        };
        if lock == Lock::Acquired
            && let Origin::HandedOver { is_begun, before, .. } = &mut self.origin
        {
            *is_begun = true;
            *before = Some(foreign_keys::violations(&mut *self.connection));
        }
        Ok(lock)
    }

    fn transaction_is_open(&mut self) -> Result<bool, DatabaseError> {
        match self.origin {
            // The savepoint is gone with the transaction.
            Origin::HandedOver { is_begun: false, .. } => Ok(false),
            Origin::Own { .. } | Origin::HandedOver { .. } => self.finds_transaction(),
        }
    }

    fn is_within_callers_transaction(&self) -> bool {
        matches!(self.origin, Origin::HandedOver { is_within: true, .. })
    }

    fn commit(&mut self) -> Result<(), DatabaseError> {
        let is_within = self.is_within_callers_transaction();
        let end = if is_within { COMMIT_WITHIN } else { "COMMIT" };
        let committed = self.check_foreign_keys().and_then(|()| self.send(end));
        if let Err(error) = committed {
            // The first error tells more than one of the rollback.
            drop(self.rollback());
            return Err(error);
        }
        if let Origin::HandedOver { is_begun, .. } = &mut self.origin {
            *is_begun = false;
        }
        if is_within { Ok(()) } else { self.put_foreign_keys_back() }
    }

    fn rollback(&mut self) -> Result<(), DatabaseError> {
        let is_within = self.is_within_callers_transaction();
        // SQLite itself undoes a transaction that met a full disk, among others.
        let is_open = self.transaction_is_open()?;
        if let Origin::HandedOver { is_begun, .. } = &mut self.origin {
            *is_begun = false;
        }
        if is_open {
            self.send(if is_within { ROLLBACK_WITHIN } else { "ROLLBACK" })?;
        }
        if is_within { Ok(()) } else { self.put_foreign_keys_back() }
    }

    fn unlock(&mut self) -> Result<(), DatabaseError> {
        Ok(())
    }
}

fn check(parameters: &[Value<'_>]) -> Result<(), RenderError> {
    parameters.iter().try_for_each(|value| literals::check(&Sqlite, *value))
}
