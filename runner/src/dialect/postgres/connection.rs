//! The driver: the only file that runs anything on a PostgreSQL server.

use std::sync::mpsc;
use std::thread;

use migration_api::schema::TableName;
use migration_api::{Cell, Rows, Value};
use postgres::error::SqlState;
use postgres::types::{ToSql, Type};
use postgres::{Client, Config, Error, NoTls, SimpleQueryMessage};

use super::parameters::TextParameter;
use super::{Postgres, config, failure, literals, lock, rows};
use crate::dialect::{Connection, DatabaseError, DatabaseUrl, Dialect, Lock};
use crate::sql::{RenderError, version_table};

/// Begins a transaction and marks it: the mark goes with it, whoever ends it.
const BEGIN: &str = "BEGIN; SET LOCAL runner.transaction = '1'";
const IS_OPEN: &str = "SELECT current_setting('runner.transaction', true)";

/// A session of a PostgreSQL server.
pub(super) struct PostgresConnection {
    client: Client,
    target: String,
    /// The key of the migration lock while it is held.
    lock: Option<i64>,
    in_transaction: bool,
}

impl PostgresConnection {
    pub(super) fn open(url: &DatabaseUrl) -> Result<Self, DatabaseError> {
        let config = config::read(url)?;
        let target = config::target(&config);
        let client = match connect(config) {
            Some(connected) => connected.map_err(|error| failure::connecting(&target, &error))?,
            None => return Err(failure::silent(&target)),
        };
        Ok(Self { client, target, lock: None, in_transaction: false })
    }

    /// Sends text by the simple protocol: one round trip, whatever number of statements.
    fn send(&mut self, sql: &str) -> Result<Vec<SimpleQueryMessage>, DatabaseError> {
        self.client.simple_query(sql).map_err(|error| failure::running(&self.target, sql, &error))
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

impl Connection for PostgresConnection {
    fn dialect(&self) -> &'static dyn Dialect {
        &Postgres
    }

    fn execute(&mut self, sql: &str) -> Result<u64, DatabaseError> {
        let messages = self.send(sql)?;
        Ok(messages.iter().rev().find_map(affected).unwrap_or(0))
    }

    fn execute_with(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<u64, DatabaseError> {
        let texts = in_text_form(parameters)?;
        let done = self.client.execute_typed(sql, &untyped(&texts));
        done.map_err(|error| failure::running(&self.target, sql, &error))
    }

    fn query(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<Rows, DatabaseError> {
        let texts = in_text_form(parameters)?;
        let found = self.client.query_typed(sql, &untyped(&texts));
        rows::read(&found.map_err(|error| failure::running(&self.target, sql, &error))?)
    }

    fn version_rows(&mut self, table: TableName<'_>) -> Result<Option<Vec<String>>, DatabaseError> {
        let mut sql = version_table::select(&Postgres, table).sql().to_owned();
        if self.in_transaction {
            // A table that is missing would otherwise end the transaction.
            sql = format!("SAVEPOINT version_rows; {sql}; RELEASE SAVEPOINT version_rows");
        }
        match self.client.simple_query(&sql) {
            Ok(messages) => messages.iter().filter_map(version).collect::<Result<_, _>>().map(Some),
            Err(error) if error.code() == Some(&SqlState::UNDEFINED_TABLE) => {
                if self.in_transaction {
                    self.send(
                        "ROLLBACK TO SAVEPOINT version_rows; RELEASE SAVEPOINT version_rows",
                    )?;
                }
                Ok(None)
            }
            Err(error) => Err(failure::running(&self.target, &sql, &error)),
        }
    }

    fn try_lock(&mut self, version_table: TableName<'_>) -> Result<Lock, DatabaseError> {
        let names = [version_table.schema.into(), version_table.name.into()];
        match self.single_row(lock::TRY, &names)?.as_slice() {
            [Cell::Bool(true), Cell::Int(key)] => {
                self.lock = Some(*key);
                Ok(Lock::Acquired)
            }
            [_, Cell::Int(key)] => Ok(Lock::Held { by: self.lock_holder(*key)? }),
            _ => Ok(Lock::Held { by: None }),
        }
    }

    fn try_begin(&mut self) -> Result<Lock, DatabaseError> {
        self.send(BEGIN)?;
        self.in_transaction = true;
        Ok(Lock::Acquired)
    }

    fn transaction_is_open(&mut self) -> Result<bool, DatabaseError> {
        if !self.in_transaction {
            return Ok(false);
        }
        match self.client.simple_query(IS_OPEN) {
            Ok(messages) => Ok(messages.iter().any(|message| match message {
                SimpleQueryMessage::Row(row) => row.get(0) == Some("1"),
                _ => false,
            })),
            // It waits to be undone.
            Err(error) if error.code() == Some(&SqlState::IN_FAILED_SQL_TRANSACTION) => Ok(true),
            Err(error) => Err(failure::running(&self.target, IS_OPEN, &error)),
        }
    }

    fn commit(&mut self) -> Result<(), DatabaseError> {
        // A failed transaction takes COMMIT for ROLLBACK without an error; a query fails in it.
        let committed = self.send("SELECT 1; COMMIT");
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
        self.send("ROLLBACK").map(drop)
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
}

/// Connects, or gives up on a server that takes the connection and then keeps silent, which the
/// driver would wait for without end. The thread ends with its attempt, or with the program.
fn connect(config: Config) -> Option<Result<Client, Error>> {
    let (sender, receiver) = mpsc::channel();
    let limit = config::patience(&config);
    // The receiver is gone when the attempt came too late.
    thread::spawn(move || sender.send(config.connect(NoTls)).ok());
    receiver.recv_timeout(limit).ok()
}

fn in_text_form(parameters: &[Value<'_>]) -> Result<Vec<TextParameter>, RenderError> {
    let texts = parameters.iter().map(|value| literals::checked_text(&Postgres, *value));
    texts.map(|text| text.map(TextParameter)).collect()
}

/// Leaves the types to the server, which saves asking it for them first.
fn untyped(texts: &[TextParameter]) -> Vec<(&(dyn ToSql + Sync), Type)> {
    texts.iter().map(|text| (text as &(dyn ToSql + Sync), Type::UNKNOWN)).collect()
}

fn affected(message: &SimpleQueryMessage) -> Option<u64> {
    match message {
        SimpleQueryMessage::CommandComplete(rows) => Some(*rows),
        _ => None,
    }
}

fn version(message: &SimpleQueryMessage) -> Option<Result<String, DatabaseError>> {
    let SimpleQueryMessage::Row(row) = message else {
        return None;
    };
    Some(row.get(0).map(str::to_owned).ok_or_else(|| DatabaseError::Unreadable {
        column: version_table::COLUMN.to_owned(),
        reason: "the version table holds a NULL".to_owned(),
    }))
}
