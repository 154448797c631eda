//! Calls of a connection as values: they cross the library's boundary, and threads.

use super::{AsyncConnection, Connection, ConnectionError};
use crate::row::{Cell, Rows};
use crate::value::Value;

/// A call of one of [`Connection`]'s methods.
#[derive(Debug, Clone, PartialEq)]
pub enum DriverCall {
    /// [`Connection::execute`].
    Execute {
        /// The statements.
        sql: String,
    },
    /// [`Connection::execute_with`].
    ExecuteWith {
        /// The statement.
        sql: String,
        /// The values of its placeholders.
        parameters: Vec<Cell>,
    },
    /// [`Connection::query`].
    Query {
        /// The query.
        sql: String,
        /// The values of its placeholders.
        parameters: Vec<Cell>,
    },
    /// [`Connection::execute_many`].
    ExecuteMany {
        /// The statement.
        sql: String,
        /// The values of its placeholders, for each time.
        rows: Vec<Vec<Cell>>,
    },
    /// [`Connection::copy_in`].
    CopyIn {
        /// The statement.
        sql: String,
        /// What follows it.
        text: String,
    },
    /// What the driver knows without asking the server.
    State,
}

/// What a [`DriverCall`] came to.
#[derive(Debug, Clone, PartialEq)]
pub enum DriverAnswer {
    /// So many rows were changed.
    Affected(u64),
    /// The rows of a query.
    Rows(Rows),
    /// The driver has no such way.
    NoWay,
    /// What the driver knows without asking the server.
    State {
        /// Whether a transaction is open.
        transaction: Option<bool>,
        /// Whether the database takes no changes.
        read_only: bool,
    },
    /// It failed.
    Failed(ConnectionError),
}

impl DriverAnswer {
    /// Returns the answer to a call that changes rows.
    fn affected(done: Result<u64, ConnectionError>) -> Self {
        done.map_or_else(Self::Failed, Self::Affected)
    }

    fn found(found: Result<Rows, ConnectionError>) -> Self {
        found.map_or_else(Self::Failed, Self::Rows)
    }

    fn copied(copied: Option<Result<u64, ConnectionError>>) -> Self {
        copied.map_or(Self::NoWay, Self::affected)
    }
}

fn values(cells: &[Cell]) -> Vec<Value<'_>> {
    cells.iter().map(Cell::as_value).collect()
}

/// Makes a call on a connection.
pub(crate) fn serve<C: Connection + ?Sized>(connection: &mut C, call: &DriverCall) -> DriverAnswer {
    match call {
        DriverCall::Execute { sql } => DriverAnswer::affected(connection.execute(sql)),
        DriverCall::ExecuteWith { sql, parameters } => {
            DriverAnswer::affected(connection.execute_with(sql, &values(parameters)))
        }
        DriverCall::Query { sql, parameters } => {
            DriverAnswer::found(connection.query(sql, &values(parameters)))
        }
        DriverCall::ExecuteMany { sql, rows } => {
            let rows: Vec<_> = rows.iter().map(|row| values(row)).collect();
            let rows: Vec<_> = rows.iter().map(Vec::as_slice).collect();
            DriverAnswer::affected(connection.execute_many(sql, &rows))
        }
        DriverCall::CopyIn { sql, text } => DriverAnswer::copied(connection.copy_in(sql, text)),
        DriverCall::State => DriverAnswer::State {
            transaction: connection.transaction_is_open(),
            read_only: connection.is_read_only(),
        },
    }
}

/// Makes a call on an asynchronous connection.
pub(crate) async fn serve_async<C: AsyncConnection + ?Sized>(
    connection: &mut C,
    call: &DriverCall,
) -> DriverAnswer {
    match call {
        DriverCall::Execute { sql } => DriverAnswer::affected(connection.execute(sql).await),
        DriverCall::ExecuteWith { sql, parameters } => {
            DriverAnswer::affected(connection.execute_with(sql, &values(parameters)).await)
        }
        DriverCall::Query { sql, parameters } => {
            DriverAnswer::found(connection.query(sql, &values(parameters)).await)
        }
        DriverCall::ExecuteMany { sql, rows } => {
            let rows: Vec<_> = rows.iter().map(|row| values(row)).collect();
            let rows: Vec<_> = rows.iter().map(Vec::as_slice).collect();
            DriverAnswer::affected(connection.execute_many(sql, &rows).await)
        }
        DriverCall::CopyIn { sql, text } => {
            DriverAnswer::copied(connection.copy_in(sql, text).await)
        }
        DriverCall::State => DriverAnswer::State {
            transaction: connection.transaction_is_open(),
            read_only: connection.is_read_only(),
        },
    }
}

/// A connection whose calls are made elsewhere: beyond the library's boundary, or on another thread.
pub struct RemoteConnection<F> {
    dialect: String,
    make: F,
}

impl<F: FnMut(DriverCall) -> DriverAnswer> RemoteConnection<F> {
    /// Returns a connection of this kind of database whose calls `make` makes.
    pub fn new(dialect: impl Into<String>, make: F) -> Self {
        Self { dialect: dialect.into(), make }
    }

    fn affected(&mut self, call: DriverCall) -> Result<u64, ConnectionError> {
        match (self.make)(call) {
            DriverAnswer::Affected(rows) => Ok(rows),
            other => Err(failure(other)),
        }
    }

    fn state(&mut self) -> (Option<bool>, bool) {
        match (self.make)(DriverCall::State) {
            DriverAnswer::State { transaction, read_only } => (transaction, read_only),
            _ => (None, false),
        }
    }
}

fn failure(answer: DriverAnswer) -> ConnectionError {
    match answer {
        DriverAnswer::Failed(error) => error,
        other => {
            ConnectionError::lost(format!("the connection gave an unfitting answer: {other:?}"))
        }
    }
}

fn cells(values: &[Value<'_>]) -> Vec<Cell> {
    values.iter().map(Cell::from).collect()
}

impl<F: FnMut(DriverCall) -> DriverAnswer> Connection for RemoteConnection<F> {
    fn dialect(&self) -> &str {
        &self.dialect
    }

    fn execute(&mut self, sql: &str) -> Result<u64, ConnectionError> {
        self.affected(DriverCall::Execute { sql: sql.to_owned() })
    }

    fn execute_with(
        &mut self,
        sql: &str,
        parameters: &[Value<'_>],
    ) -> Result<u64, ConnectionError> {
        let parameters = cells(parameters);
        self.affected(DriverCall::ExecuteWith { sql: sql.to_owned(), parameters })
    }

    fn query(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<Rows, ConnectionError> {
        let parameters = cells(parameters);
        match (self.make)(DriverCall::Query { sql: sql.to_owned(), parameters }) {
            DriverAnswer::Rows(rows) => Ok(rows),
            other => Err(failure(other)),
        }
    }

    fn execute_many(&mut self, sql: &str, rows: &[&[Value<'_>]]) -> Result<u64, ConnectionError> {
        let rows = rows.iter().map(|row| cells(row)).collect();
        self.affected(DriverCall::ExecuteMany { sql: sql.to_owned(), rows })
    }

    fn copy_in(&mut self, sql: &str, text: &str) -> Option<Result<u64, ConnectionError>> {
        let call = DriverCall::CopyIn { sql: sql.to_owned(), text: text.to_owned() };
        match (self.make)(call) {
            DriverAnswer::NoWay => None,
            DriverAnswer::Affected(rows) => Some(Ok(rows)),
            other => Some(Err(failure(other))),
        }
    }

    fn transaction_is_open(&mut self) -> Option<bool> {
        self.state().0
    }

    fn is_read_only(&mut self) -> bool {
        self.state().1
    }
}
