//! The adapter of `rusqlite::Connection`.

use rusqlite::fallible_iterator::FallibleIterator as _;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Batch, Error, Row, Statement, ToSql, params_from_iter};

use super::{Connection, ConnectionError};
use crate::row::{Cell, Rows};
use crate::value::Value;

impl Connection for rusqlite::Connection {
    fn dialect(&self) -> &str {
        "sqlite"
    }

    fn execute(&mut self, sql: &str) -> Result<u64, ConnectionError> {
        run_all(self, sql).map_err(|error| failed(sql, error))
    }

    fn execute_with(
        &mut self,
        sql: &str,
        parameters: &[Value<'_>],
    ) -> Result<u64, ConnectionError> {
        let run = || drain(&mut self.prepare(sql)?, parameters);
        counting(self, run).map_err(|error| failed(sql, error))
    }

    fn query(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<Rows, ConnectionError> {
        let mut statement = self.prepare(sql).map_err(|error| failed(sql, error))?;
        read(&mut statement, parameters).map_err(|error| match error {
            ReadError::Failed(error) => failed(sql, error),
            ReadError::Unreadable(error) => error,
        })
    }

    // The statement is prepared once.
    fn execute_many(&mut self, sql: &str, rows: &[&[Value<'_>]]) -> Result<u64, ConnectionError> {
        let mut statement = self.prepare(sql).map_err(|error| failed(sql, error))?;
        rows.iter().try_fold(0, |sum, row| {
            let changed = counting(self, || drain(&mut statement, row));
            Ok(sum + changed.map_err(|error| failed(sql, error))?)
        })
    }

    fn transaction_is_open(&mut self) -> Option<bool> {
        Some(!self.is_autocommit())
    }

    fn is_read_only(&mut self) -> bool {
        self.is_readonly("main").unwrap_or(false)
    }
}

fn run_all(connection: &rusqlite::Connection, sql: &str) -> Result<u64, Error> {
    let mut changed = 0;
    let mut batch = Batch::new(connection, sql);
    while let Some(mut statement) = batch.next()? {
        changed = counting(connection, || drain(&mut statement, &[]))?;
    }
    Ok(changed)
}

/// Returns how many rows `run` changed. SQLite's own count stays as it was when a statement
/// changes the schema.
fn counting(
    connection: &rusqlite::Connection,
    run: impl FnOnce() -> Result<(), Error>,
) -> Result<u64, Error> {
    let before = connection.total_changes();
    run()?;
    let changed = connection.total_changes() != before;
    Ok(if changed { connection.changes() } else { 0 })
}

/// Runs a statement to its end, whether it returns rows or not.
fn drain(statement: &mut Statement<'_>, parameters: &[Value<'_>]) -> Result<(), Error> {
    let mut rows = statement.query(params_from_iter(parameters.iter().copied().map(Parameter)))?;
    while rows.next()?.is_some() {}
    Ok(())
}

/// A value as SQLite stores it: what it has no class for becomes text.
struct Parameter<'a>(Value<'a>);

impl ToSql for Parameter<'_> {
    fn to_sql(&self) -> Result<ToSqlOutput<'_>, Error> {
        Ok(match self.0 {
            Value::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            Value::Bool(value) => ToSqlOutput::from(i64::from(value)),
            Value::Int(value) => ToSqlOutput::from(value),
            Value::Float(value) => ToSqlOutput::from(value),
            Value::Decimal(text) | Value::Text(text) | Value::Json(text) => ToSqlOutput::from(text),
            Value::Bytes(bytes) => ToSqlOutput::from(bytes),
            Value::Date(date) => ToSqlOutput::from(date.to_string()),
            Value::Time(time) => ToSqlOutput::from(time.to_string()),
            Value::Timestamp(timestamp) => ToSqlOutput::from(timestamp.to_string()),
            Value::TimestampTz(moment) => ToSqlOutput::from(moment.to_string()),
            Value::Uuid(uuid) => ToSqlOutput::from(uuid.to_string()),
        })
    }
}

/// Why rows could not be read.
enum ReadError {
    /// The statement failed.
    Failed(Error),
    /// A value has no cell.
    Unreadable(ConnectionError),
}

impl From<Error> for ReadError {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

/// Runs a query and reads all its rows.
fn read(statement: &mut Statement<'_>, parameters: &[Value<'_>]) -> Result<Rows, ReadError> {
    let columns: Vec<_> = statement.column_names().into_iter().map(str::to_owned).collect();
    let mut rows = Vec::new();
    let mut found = statement.query(params_from_iter(parameters.iter().copied().map(Parameter)))?;
    while let Some(row) = found.next()? {
        rows.push(read_row(row, &columns)?);
    }
    Ok(Rows { columns, rows })
}

fn read_row(row: &Row<'_>, columns: &[String]) -> Result<Vec<Cell>, ReadError> {
    let cells = columns.iter().enumerate();
    cells.map(|(i, column)| cell(row.get_ref(i)?, column).map_err(ReadError::Unreadable)).collect()
}

fn cell(value: ValueRef<'_>, column: &str) -> Result<Cell, ConnectionError> {
    Ok(match value {
        ValueRef::Null => Cell::Null,
        ValueRef::Integer(value) => Cell::Int(value),
        ValueRef::Real(value) => Cell::Float(value),
        ValueRef::Text(bytes) => match str::from_utf8(bytes) {
            Ok(text) => Cell::Text(text.to_owned()),
            Err(_) => {
                return Err(ConnectionError::unreadable(
                    column,
                    "its text is not UTF-8; cast it: `CAST(… AS BLOB)`",
                ));
            }
        },
        ValueRef::Blob(bytes) => Cell::Bytes(bytes.to_vec()),
    })
}

impl From<Error> for ConnectionError {
    fn from(error: Error) -> Self {
        let code = match &error {
            Error::SqlInputError { error, .. } => Some(error.extended_code),
            other => other.sqlite_error().map(|error| error.extended_code),
        };
        let message = match error {
            Error::SqlInputError { msg, .. } => msg,
            other => other.to_string(),
        };
        let failure = Self::statement(message);
        match code {
            Some(code) => failure.with_code(code.to_string()),
            None => failure,
        }
    }
}

/// Returns why `sql` failed, and where.
fn failed(sql: &str, error: Error) -> ConnectionError {
    let position = position(sql, &error);
    ConnectionError { position, ..error.into() }
}

/// Returns where the mistake stands in `sql`. SQLite was given one of its statements and what
/// follows it.
fn position(sql: &str, error: &Error) -> Option<u64> {
    let Error::SqlInputError { sql: rest, offset, .. } = error else {
        return None;
    };
    let before = sql.strip_suffix(rest.as_str())?.len();
    u64::try_from(before + usize::try_from(*offset).ok()?).ok()
}
