//! What is done on a connection of PostgreSQL: the only file that runs anything there.

use std::collections::BTreeSet;

use migration_api::ops::BulkInsert;
use migration_api::schema::TableName;
use migration_api::{Cell, ConnectionError, Rows, Value};
use postgres::error::SqlState;

use super::failure::has_code;
use super::{Postgres, copy, failure, literals, lock};
use crate::dialect::session::versions;
use crate::dialect::{DatabaseError, Dialect, Driver, Lock, Session, TwoPhase};
use crate::sql::{RenderError, name_list, version_table};

/// Begins a transaction and marks it: the mark goes with it, whoever ends it.
const BEGIN: &str = "BEGIN; SET LOCAL runner.transaction = '1'";
const IS_OPEN: &str = "SELECT current_setting('runner.transaction', true)";

/// The same within a transaction of somebody else's.
const BEGIN_WITHIN: &str = "SAVEPOINT runner_transaction; SET LOCAL runner.transaction = '1'";
const COMMIT_WITHIN: &str = "SELECT 1; RELEASE SAVEPOINT runner_transaction";
const ROLLBACK_WITHIN: &str =
    "ROLLBACK TO SAVEPOINT runner_transaction; RELEASE SAVEPOINT runner_transaction";

/// From so many rows on, COPY is faster than INSERT for all that it needs besides.
const WORTH_A_COPY: usize = 200;

const INVALID_INDEX: &str = "SELECT i.indexrelid::regclass::text FROM pg_index i \
    JOIN pg_class c ON c.oid = i.indexrelid WHERE c.relname = $1::name AND NOT i.indisvalid";

/// A session of a PostgreSQL server.
pub(super) struct PostgresSession<'c> {
    connection: Driver<'c>,
    target: String,
    /// The key of the migration lock while it is held.
    lock: Option<i64>,
    in_transaction: bool,
    /// Whether all happens in a transaction that the caller has begun, and is to end.
    is_within: bool,
    /// The version tables that have been there.
    seen: BTreeSet<String>,
}

impl<'c> PostgresSession<'c> {
    /// Returns the session of a connection that is the runner's own.
    pub(super) fn own(connection: Driver<'c>, target: String) -> Self {
        let seen = BTreeSet::new();
        Self { connection, target, lock: None, in_transaction: false, is_within: false, seen }
    }

    /// Returns the session of a connection that is the caller's. Nothing is set in it.
    pub(super) fn handed_over(connection: Driver<'c>) -> Result<Self, DatabaseError> {
        let mut session = Self::own(connection, "the database".to_owned());
        session.is_within = session.finds_transaction()?;
        Ok(session)
    }

    /// Finds out whether a transaction is open already: a savepoint alone is refused where none is.
    fn finds_transaction(&mut self) -> Result<bool, DatabaseError> {
        match self.connection.execute("SAVEPOINT runner_probe") {
            Ok(_) => self.send("RELEASE SAVEPOINT runner_probe").map(|_| true),
            Err(error) if has_code(&error, &SqlState::NO_ACTIVE_SQL_TRANSACTION) => Ok(false),
            Err(error) if has_code(&error, &SqlState::IN_FAILED_SQL_TRANSACTION) => {
                Err(DatabaseError::Unfit {
                    reason: "the transaction that is open on the connection has failed".into(),
                    help: "roll it back, and begin another".into(),
                })
            }
            Err(error) => Err(self.failed("SAVEPOINT runner_probe", error)),
        }
    }

    fn failed(&self, sql: &str, error: ConnectionError) -> DatabaseError {
        failure::running(&self.target, sql, error)
    }

    fn send(&mut self, sql: &str) -> Result<u64, DatabaseError> {
        let sent = self.connection.execute(sql);
        sent.map_err(|error| self.failed(sql, error))
    }

    /// Adds to an error that the statement has left an invalid index behind, if it has.
    fn with_invalid_index(&mut self, sql: &str, error: DatabaseError) -> DatabaseError {
        let DatabaseError::Statement(mut failed) = error else { return error };
        let name = concurrent_index(sql).filter(|_| !self.in_transaction && !self.is_within);
        if let Some(name) = name
            && let Ok(row) = self.single_row(INVALID_INDEX, &[Value::Text(&name)])
            && let Some(index) = row.first()
        {
            failed.help = Some(format!(
                "it has left the invalid index `{index}` behind: drop it with `DROP INDEX CONCURRENTLY {index}`, \
                 correct what the index cannot take, and run it again"
            ));
        }
        DatabaseError::Statement(failed)
    }

    fn single_row(
        &mut self,
        sql: &str,
        parameters: &[Value<'_>],
    ) -> Result<Vec<Cell>, DatabaseError> {
        Ok(self.query(sql, parameters)?.rows.into_iter().next().unwrap_or_default())
    }

    fn lock_holder(&mut self, key: i64) -> Result<Option<String>, DatabaseError> {
        // Two look-ups are not one: the lock may have been given back in between.
        let row = self.single_row(lock::HOLDER, &[Value::Int(key)])?;
        Ok(lock::holder(&row))
    }
}

impl Session for PostgresSession<'_> {
    fn dialect(&self) -> &'static dyn Dialect {
        &Postgres
    }

    fn execute(&mut self, sql: &str) -> Result<u64, DatabaseError> {
        self.send(sql).map_err(|error| self.with_invalid_index(sql, error))
    }

    fn execute_with(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<u64, DatabaseError> {
        let texts = in_text_form(parameters)?;
        let done = self.connection.execute_with(sql, &values(&texts));
        done.map_err(|error| self.failed(sql, error))
    }

    fn query(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<Rows, DatabaseError> {
        let texts = in_text_form(parameters)?;
        let found = self.connection.query(sql, &values(&texts));
        found.map_err(|error| self.failed(sql, error))
    }

    // https://www.postgresql.org/docs/current/populate.html#POPULATE-COPY-FROM
    fn insert(&mut self, rows: &BulkInsert<'_>) -> Option<Result<u64, DatabaseError>> {
        if rows.rows.len() < WORTH_A_COPY || !self.in_transaction {
            return None;
        }
        let text = match copy::text(rows.rows) {
            Ok(text) => text,
            Err(error) => return Some(Err(error.into())),
        };
        let (table, columns) = (Postgres.table(rows.table), name_list(&Postgres, rows.columns));
        let sql = format!("COPY {table} {columns} FROM STDIN");
        if let Err(error) = self.send("SAVEPOINT runner_copy") {
            return Some(Err(error));
        }
        match self.connection.copy_in(&sql, &text) {
            Some(Ok(count)) => Some(self.send("RELEASE SAVEPOINT runner_copy").map(|_| count)),
            Some(Err(error)) if !copy::is_no_way(&error) => Some(Err(self.failed(&sql, error))),
            // A view, or a table with policies, takes rows by INSERT only; and not every driver has COPY.
            Some(Err(_)) | None => {
                let back =
                    self.send("ROLLBACK TO SAVEPOINT runner_copy; RELEASE SAVEPOINT runner_copy");
                back.err().map(Err)
            }
        }
    }

    fn version_rows(&mut self, table: TableName<'_>) -> Result<Option<Vec<String>>, DatabaseError> {
        let name = Postgres.table(table);
        let in_transaction = self.in_transaction || self.is_within;
        // A table that is missing would otherwise end the transaction.
        let is_guarded = in_transaction && !self.seen.contains(&name);
        if is_guarded {
            self.send("SAVEPOINT version_rows")?;
        }
        let select = version_table::select(&Postgres, table);
        match self.connection.query(select.sql(), &[]) {
            Ok(rows) => {
                if is_guarded {
                    self.send("RELEASE SAVEPOINT version_rows")?;
                }
                self.seen.insert(name);
                versions(rows).map(Some)
            }
            Err(error)
                if has_code(&error, &SqlState::UNDEFINED_TABLE)
                    && (is_guarded || !in_transaction) =>
            {
                self.seen.remove(&name);
                if is_guarded {
                    self.send(
                        "ROLLBACK TO SAVEPOINT version_rows; RELEASE SAVEPOINT version_rows",
                    )?;
                }
                Ok(None)
            }
            Err(error) => Err(self.failed(select.sql(), error)),
        }
    }

    fn try_lock(&mut self, version_table: TableName<'_>) -> Result<Lock, DatabaseError> {
        let names = [version_table.schema.into(), version_table.name.into()];
        match self.single_row(&lock::try_it(self.is_within), &names)?.as_slice() {
            [Cell::Bool(true), Cell::Int(key)] => {
                self.lock = (!self.is_within).then_some(*key);
                Ok(Lock::Acquired)
            }
            [_, Cell::Int(key)] => Ok(Lock::Held { by: self.lock_holder(*key)? }),
            _ => Ok(Lock::Held { by: None }),
        }
    }

    fn try_begin(&mut self) -> Result<Lock, DatabaseError> {
        self.send(if self.is_within { BEGIN_WITHIN } else { BEGIN })?;
        self.in_transaction = true;
        Ok(Lock::Acquired)
    }

    fn transaction_is_open(&mut self) -> Result<bool, DatabaseError> {
        if !self.in_transaction {
            return Ok(false);
        }
        match self.connection.query(IS_OPEN, &[]) {
            Ok(rows) => Ok(rows.rows.iter().flatten().any(|cell| *cell == Cell::Text("1".into()))),
            // It waits to be undone.
            Err(error) if has_code(&error, &SqlState::IN_FAILED_SQL_TRANSACTION) => Ok(true),
            Err(error) => Err(self.failed(IS_OPEN, error)),
        }
    }

    fn is_within_callers_transaction(&self) -> bool {
        self.is_within
    }

    fn commit(&mut self) -> Result<(), DatabaseError> {
        // A failed transaction takes COMMIT for ROLLBACK without an error; a query fails in it.
        let committed = self.send(if self.is_within { COMMIT_WITHIN } else { "SELECT 1; COMMIT" });
        if committed.is_err() {
            // The first error tells more than one of the rollback, which may have no need to run.
            self.rollback().ok();
        }
        self.in_transaction = false;
        committed.map(drop)
    }

    fn rollback(&mut self) -> Result<(), DatabaseError> {
        if !self.in_transaction {
            return Ok(());
        }
        self.in_transaction = false;
        self.send(if self.is_within { ROLLBACK_WITHIN } else { "ROLLBACK" }).map(drop)
    }

    fn unlock(&mut self) -> Result<(), DatabaseError> {
        let Some(key) = self.lock.take() else {
            return Ok(());
        };
        match self.single_row(lock::UNLOCK, &[Value::Int(key)])?.as_slice() {
            [Cell::Bool(true)] => Ok(()),
            _ => Err(DatabaseError::LockLost),
        }
    }

    fn two_phase(&mut self) -> Option<&mut dyn TwoPhase> {
        (!self.is_within).then_some(self)
    }
}

/// <https://www.postgresql.org/docs/current/sql-prepare-transaction.html>
impl TwoPhase for PostgresSession<'_> {
    fn can_prepare(&mut self) -> Result<bool, DatabaseError> {
        let row = self.single_row("SHOW max_prepared_transactions", &[])?;
        Ok(row.first().is_some_and(|count| count.to_string() != "0"))
    }

    fn begin(&mut self, _name: &str) -> Result<(), DatabaseError> {
        self.try_begin().map(drop)
    }

    fn prepare(&mut self, name: &str) -> Result<(), DatabaseError> {
        // Of a failed transaction it makes a rollback without an error; a query fails in it.
        let prepared = self.send(&format!("SELECT 1; PREPARE TRANSACTION '{name}'"));
        if prepared.is_err() {
            // The first error tells more than one of the rollback, which may have no need to run.
            self.rollback().ok();
        }
        self.in_transaction = false;
        prepared.map(drop)
    }

    fn finish(&mut self, name: &str, commit: bool) -> Result<(), DatabaseError> {
        let sql = format!("{} PREPARED '{name}'", if commit { "COMMIT" } else { "ROLLBACK" });
        match self.connection.execute(&sql) {
            Ok(_) => Ok(()),
            Err(error) if has_code(&error, &SqlState::UNDEFINED_OBJECT) => Ok(()),
            Err(error) => Err(self.failed(&sql, error)),
        }
    }

    fn prepared(&mut self) -> Result<Vec<String>, DatabaseError> {
        let sql =
            "SELECT gid FROM pg_prepared_xacts WHERE database = current_database() ORDER BY gid";
        Ok(self.query(sql, &[])?.rows.iter().flatten().map(ToString::to_string).collect())
    }
}

/// Returns the name of the index that a statement makes beside others' work; it stays, without being valid, if that fails.
///
/// <https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY>
fn concurrent_index(sql: &str) -> Option<String> {
    let mut words = sql.split_whitespace();
    let mut next = || words.next().map(str::to_ascii_uppercase);
    if next()? != "CREATE" {
        return None;
    }
    let word = next()?;
    if word == "UNIQUE" && next()? != "INDEX" || word != "UNIQUE" && word != "INDEX" {
        return None;
    }
    if next()? != "CONCURRENTLY" {
        return None;
    }
    let at = sql.to_ascii_uppercase().find("CONCURRENTLY")? + "CONCURRENTLY".len();
    let rest = sql.get(at..)?.trim_start();
    let rest = rest.strip_prefix("IF NOT EXISTS").unwrap_or(rest).trim_start();
    match rest.strip_prefix('"') {
        Some(quoted) => {
            let doubled = quoted.replace("\"\"", "\0");
            doubled.split('"').next().map(|name| name.replace('\0', "\""))
        }
        None => rest.split_whitespace().next().map(str::to_lowercase),
    }
}

fn in_text_form(parameters: &[Value<'_>]) -> Result<Vec<Option<String>>, RenderError> {
    parameters.iter().map(|value| literals::checked_text(&Postgres, *value)).collect()
}

fn values(texts: &[Option<String>]) -> Vec<Value<'_>> {
    texts.iter().map(|text| text.as_deref().map_or(Value::Null, Value::Text)).collect()
}

#[cfg(test)]
mod tests {
    use super::concurrent_index;

    #[test]
    fn the_index_of_a_statement_is_found() {
        for (sql, name) in [
            ("CREATE INDEX CONCURRENTLY ix ON t (a)", Some("ix")),
            ("create unique index concurrently \"I \"\"x\" on t (a)", Some("I \"x")),
            ("CREATE INDEX CONCURRENTLY IF NOT EXISTS Ix ON t (a)", Some("ix")),
            ("CREATE INDEX ix ON t (a)", None),
            ("CREATE TABLE concurrently (a int)", None),
            ("", None),
        ] {
            assert_eq!(concurrent_index(sql).as_deref(), name, "{sql}");
        }
    }
}
