//! An open session of a database: what the runner does on a connection.

use migration_api::ops::BulkInsert;
use migration_api::schema::TableName;
use migration_api::{Cell, Rows, Value};

use super::{DatabaseError, Dialect, TwoPhase};
use crate::sql::{Statement, version_table};

/// A connection that a session drives: of the runner's own, or of the caller's.
pub type Driver<'c> = Box<dyn migration_api::Connection + 'c>;

/// What an attempt to take the migration lock came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lock {
    /// It is ours.
    Acquired,
    /// Another session holds it.
    Held {
        /// Who that is, as far as the database tells.
        by: Option<String>,
    },
}

/// An open session of a database.
///
/// A run takes the lock, begins, works, commits and unlocks. Where the lock is the transaction
/// itself (SQLite), `try_lock` is acquired at once and `try_begin` may find it held.
pub trait Session {
    /// Returns the kind of database.
    fn dialect(&self) -> &'static dyn Dialect;

    /// Runs one or several statements, as they stand. Returns how many rows the last one changed.
    fn execute(&mut self, sql: &str) -> Result<u64, DatabaseError>;

    /// Runs one statement with the dialect's placeholders. Returns how many rows it changed.
    fn execute_with(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<u64, DatabaseError>;

    /// Runs one query with the dialect's placeholders. The names of the columns may be missing when
    /// there are no rows.
    fn query(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<Rows, DatabaseError>;

    /// Returns the rows of the version table, or `None` when there is no such table. It takes one
    /// round trip when there is, and leaves an open transaction usable when there is none.
    fn version_rows(&mut self, table: TableName<'_>) -> Result<Option<Vec<String>>, DatabaseError>;

    /// Tries to take the migration lock of this version table, without waiting. There must be no
    /// open transaction.
    fn try_lock(&mut self, version_table: TableName<'_>) -> Result<Lock, DatabaseError>;

    /// Tries to begin a transaction, without waiting.
    fn try_begin(&mut self) -> Result<Lock, DatabaseError>;

    /// Returns whether the transaction that `try_begin` began is still open. SQL of an author's own
    /// may have ended it, and some databases undo one by themselves.
    fn transaction_is_open(&mut self) -> Result<bool, DatabaseError>;

    /// Returns whether all happens within a transaction that the caller has begun, and will end: `try_begin` and `commit` set and release a
    /// savepoint there.
    fn is_within_callers_transaction(&self) -> bool {
        false
    }

    /// Ends the transaction. When it fails, the transaction is undone.
    fn commit(&mut self) -> Result<(), DatabaseError>;

    /// Undoes the transaction, if one is open.
    fn rollback(&mut self) -> Result<(), DatabaseError>;

    /// Gives the migration lock back, if it is held.
    fn unlock(&mut self) -> Result<(), DatabaseError>;

    /// Returns how a transaction is prepared, to be committed later; `None` where there is no such thing.
    fn two_phase(&mut self) -> Option<&mut dyn TwoPhase> {
        None
    }

    /// Inserts many rows by a faster way than statements of many rows, if there is one. Returns how many it inserted.
    fn insert(&mut self, _rows: &BulkInsert<'_>) -> Option<Result<u64, DatabaseError>> {
        None
    }

    /// Runs a rendered statement. Returns how many rows it changed.
    fn run(&mut self, statement: &Statement<'_>) -> Result<u64, DatabaseError> {
        match statement.parameters() {
            [] => self.execute(statement.sql()),
            parameters => self.execute_with(statement.sql(), parameters),
        }
    }
}

/// Returns what the rows of a version table are.
pub(super) fn versions(rows: Rows) -> Result<Vec<String>, DatabaseError> {
    let version = |row: Vec<Cell>| match row.into_iter().next() {
        Some(Cell::Null) | None => Err(DatabaseError::Unreadable {
            column: version_table::COLUMN.to_owned(),
            reason: "the version table holds a NULL".to_owned(),
        }),
        Some(cell) => Ok(cell.to_string()),
    };
    rows.rows.into_iter().map(version).collect()
}
