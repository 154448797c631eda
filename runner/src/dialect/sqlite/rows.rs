//! Values to SQLite's storage classes and back.

use migration_api::{Cell, Rows, Value};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Error, Row, Statement, ToSql, params_from_iter};

use crate::dialect::DatabaseError;

/// A value as SQLite stores it: what it has no class for becomes text.
pub(super) struct Parameter<'a>(pub(super) Value<'a>);

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
pub(super) enum ReadError {
    /// The statement failed.
    Failed(Error),
    /// A value has no cell.
    Unreadable(DatabaseError),
}

impl From<Error> for ReadError {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

/// Runs a query and reads all its rows.
pub(super) fn read(
    statement: &mut Statement<'_>,
    parameters: &[Value<'_>],
) -> Result<Rows, ReadError> {
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

fn cell(value: ValueRef<'_>, column: &str) -> Result<Cell, DatabaseError> {
    Ok(match value {
        ValueRef::Null => Cell::Null,
        ValueRef::Integer(value) => Cell::Int(value),
        ValueRef::Real(value) => Cell::Float(value),
        ValueRef::Text(bytes) => match str::from_utf8(bytes) {
            Ok(text) => Cell::Text(text.to_owned()),
            Err(_) => {
                return Err(DatabaseError::Unreadable {
                    column: column.to_owned(),
                    reason: "its text is not UTF-8; cast it: `CAST(… AS BLOB)`".into(),
                });
            }
        },
        ValueRef::Blob(bytes) => Cell::Bytes(bytes.to_vec()),
    })
}
