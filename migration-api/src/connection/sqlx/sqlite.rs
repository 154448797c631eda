//! SQLite by sqlx.

use futures_util::StreamExt;
use sqlx_core::Either;
use sqlx_core::arguments::Arguments;
use sqlx_core::column::Column;
use sqlx_core::connection::Connection as _;
use sqlx_core::decode::Decode;
use sqlx_core::error::{BoxDynError, DatabaseError, Error};
use sqlx_core::query::query_with;
use sqlx_core::raw_sql::raw_sql;
use sqlx_core::row::Row;
use sqlx_core::sql_str::AssertSqlSafe;
use sqlx_core::type_info::TypeInfo;
use sqlx_core::value::ValueRef;
use sqlx_sqlite::{
    Sqlite, SqliteArguments, SqliteConnection, SqliteRow as DriverRow, SqliteValueRef,
};

use super::{async_connection, refused};
use crate::connection::{AsyncConnection, ConnectionError};
use crate::row::{Cell, Rows};
use crate::value::Value;

async_connection!(SqliteConnection, "sqlite");

/// The count of the last change stays as it was behind a statement that changes no rows, or the schema.
async fn total_changes(connection: &mut SqliteConnection) -> Result<Option<u64>, ConnectionError> {
    let found = AsyncConnection::query(connection, "SELECT total_changes()", &[]).await?;
    Ok(match found.rows.first().map(Vec::as_slice) {
        Some([Cell::Int(count)]) => u64::try_from(*count).ok(),
        _ => None,
    })
}

fn refusal(error: &(dyn DatabaseError + 'static)) -> ConnectionError {
    refused(error, error.code().map(std::borrow::Cow::into_owned))
}

async fn arguments(
    _: &mut SqliteConnection,
    _sql: &str,
    parameters: &[Value<'_>],
) -> Result<SqliteArguments, ConnectionError> {
    let mut arguments = SqliteArguments::default();
    for parameter in parameters {
        bind(&mut arguments, *parameter)
            .map_err(|error| ConnectionError::statement(error.to_string()))?;
    }
    Ok(arguments)
}

/// Adds a value as SQLite stores it: what it has no class for becomes text.
fn bind(to: &mut SqliteArguments, value: Value<'_>) -> Result<(), BoxDynError> {
    match value {
        Value::Null => to.add(None::<i64>),
        Value::Bool(value) => to.add(i64::from(value)),
        Value::Int(value) => to.add(value),
        Value::Float(value) => to.add(value),
        Value::Decimal(text) | Value::Text(text) | Value::Json(text) => to.add(text.to_owned()),
        Value::Bytes(bytes) => to.add(bytes.to_vec()),
        Value::Date(date) => to.add(date.to_string()),
        Value::Time(time) => to.add(time.to_string()),
        Value::Timestamp(timestamp) => to.add(timestamp.to_string()),
        Value::TimestampTz(moment) => to.add(moment.to_string()),
        Value::Uuid(uuid) => to.add(uuid.to_string()),
    }
}

/// Returns the value, or why it cannot be read.
fn cell(value: SqliteValueRef<'_>) -> Result<Cell, String> {
    if value.is_null() {
        return Ok(Cell::Null);
    }
    // Of a value that is there the driver tells the storage class, whatever its column was declared as.
    match value.type_info().name() {
        "INTEGER" => decoded(value).map(Cell::Int),
        "REAL" => decoded(value).map(Cell::Float),
        "TEXT" => decoded(value)
            .map(Cell::Text)
            .map_err(|_| "its text is not UTF-8; cast it: `CAST(… AS BLOB)`".to_owned()),
        _ => decoded(value).map(Cell::Bytes),
    }
}

fn decoded<'r, T: Decode<'r, Sqlite>>(value: SqliteValueRef<'r>) -> Result<T, String> {
    T::decode(value).map_err(|error| error.to_string())
}
