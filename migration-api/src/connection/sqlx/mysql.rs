//! MySQL and MariaDB by sqlx.

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
use sqlx_core::types::Type;
use sqlx_core::value::ValueRef;
use sqlx_mysql::{
    MySql, MySqlArguments, MySqlConnection, MySqlDatabaseError, MySqlRow as DriverRow,
    MySqlValueRef,
};

use super::{async_connection, refused};
use crate::connection::{AsyncConnection, ConnectionError};
use crate::row::{Cell, Rows};
use crate::value::{Date, Time, Timestamp, TimestampTz, Value};

async_connection!(MySqlConnection, "mysql");

/// The server counts each statement for itself.
async fn total_changes(_: &mut MySqlConnection) -> Result<Option<u64>, ConnectionError> {
    Ok(None)
}

fn refusal(error: &(dyn DatabaseError + 'static)) -> ConnectionError {
    let code = error.try_downcast_ref::<MySqlDatabaseError>().map(|refusal| {
        format!("{}, SQLSTATE {}", refusal.number(), refusal.code().unwrap_or("HY000"))
    });
    refused(error, code)
}

async fn arguments(
    _: &mut MySqlConnection,
    _sql: &str,
    parameters: &[Value<'_>],
) -> Result<MySqlArguments, ConnectionError> {
    let mut arguments = MySqlArguments::default();
    for parameter in parameters {
        bind(&mut arguments, *parameter)
            .map_err(|error| ConnectionError::statement(error.to_string()))?;
    }
    Ok(arguments)
}

/// Adds a value. What has a text goes as text, which the server reads as whatever the column is.
fn bind(to: &mut MySqlArguments, value: Value<'_>) -> Result<(), BoxDynError> {
    match value {
        Value::Null => to.add(None::<&str>),
        Value::Bool(value) => to.add(i64::from(value)),
        Value::Int(value) => to.add(value),
        Value::Float(value) => to.add(value),
        Value::Decimal(text) | Value::Text(text) | Value::Json(text) => to.add(text),
        Value::Bytes(bytes) => to.add(bytes),
        Value::Date(date) => to.add(date.to_string()),
        Value::Time(time) => to.add(time.to_string()),
        Value::Timestamp(at) | Value::TimestampTz(TimestampTz(at)) => to.add(at.to_string()),
        Value::Uuid(uuid) => to.add(uuid.to_string()),
    }
}

/// Returns the value, or why it cannot be read.
fn cell(value: MySqlValueRef<'_>) -> Result<Cell, String> {
    let ty = value.type_info().into_owned();
    // The driver takes a date without a year for NULL, but keeps its bytes.
    let Ok(bytes) = <&[u8] as Decode<'_, MySql>>::decode(value.clone()) else {
        return Ok(Cell::Null);
    };
    match ty.name() {
        "NULL" => Ok(Cell::Null),
        "DECIMAL" => text(bytes).map(Cell::Decimal),
        "JSON" => text(bytes).map(Cell::Json),
        "ENUM" | "SET" => text(bytes).map(Cell::Text),
        "GEOMETRY" => Ok(Cell::Bytes(bytes.to_vec())),
        "FLOAT" => decoded::<f32>(value).map(|value| Cell::Float(shortest(value))),
        "DOUBLE" => decoded(value).map(Cell::Float),
        "BIT" if bytes.len() > 8 => Err("more than 64 bits are not read".into()),
        "BIT" => decoded(value).map(whole),
        "DATE" => date_and_time(bytes).map(|at| Cell::Date(at.date)),
        "DATETIME" | "TIMESTAMP" => date_and_time(bytes).map(Cell::Timestamp),
        "TIME" => time_of_day(bytes).map(Cell::Time),
        _ if <u64 as Type<MySql>>::compatible(&ty) => decoded(value).map(whole),
        _ if <i64 as Type<MySql>>::compatible(&ty) => decoded(value).map(Cell::Int),
        // The flag by which the driver names a type says of a text too that its collation compares bytes.
        _ if <str as Type<MySql>>::compatible(&ty) => text(bytes).map(Cell::Text),
        _ => Ok(Cell::Bytes(bytes.to_vec())),
    }
}

fn decoded<'r, T: Decode<'r, MySql>>(value: MySqlValueRef<'r>) -> Result<T, String> {
    T::decode(value).map_err(|error| error.to_string())
}

/// Returns a whole number, as a decimal where it is beyond 64 bits with a sign.
fn whole(value: u64) -> Cell {
    i64::try_from(value).map_or_else(|_| Cell::Decimal(value.to_string()), Cell::Int)
}

/// Returns a number of 32 bits as the number of 64 bits that is written the same.
fn shortest(value: f32) -> f64 {
    value.to_string().parse().unwrap_or_else(|_| value.into())
}

fn text(bytes: &[u8]) -> Result<String, String> {
    String::from_utf8(bytes.to_vec()).map_err(|_| "its text is not UTF-8".to_owned())
}

/// Reads a date, with its time where there is one.
///
/// <https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_binary_resultset.html>
fn date_and_time(bytes: &[u8]) -> Result<Timestamp, String> {
    let (date, time) = match bytes {
        [0] | [_, _, _, 0, ..] | [_, _, _, _, 0, ..] => {
            return Err(uncast("a date without a month or a day is not read"));
        }
        [4, date @ ..] => (date, &[][..]),
        [7 | 11, date @ ..] => date.split_at_checked(4).unwrap_or_default(),
        _ => return Err("a damaged date".into()),
    };
    let [year_low, year_high, month, day] = *date else { return Err("a damaged date".into()) };
    let year = i32::from(u16::from_le_bytes([year_low, year_high]));
    Ok(Timestamp { date: Date { year, month, day }, time: clock(time).ok_or("a damaged time")? })
}

fn time_of_day(bytes: &[u8]) -> Result<Time, String> {
    const NONE: Time = Time { hour: 0, minute: 0, second: 0, microsecond: 0 };
    let [8 | 12, negative, days @ ..] = bytes else {
        return if bytes == [0] { Ok(NONE) } else { Err("a damaged time".into()) };
    };
    let (days, time) = days.split_first_chunk().ok_or("a damaged time")?;
    let time = clock(time).ok_or("a damaged time")?;
    match (*negative, u32::from_le_bytes(*days)) {
        (0, 0) => Ok(time),
        // The end of a day.
        (0, 1) if time == NONE => Ok(Time { hour: 24, ..NONE }),
        (_, _) => Err(uncast("a time that is none of a day is not read")),
    }
}

/// Reads hour, minute and second, and a fraction if there is one.
fn clock(bytes: &[u8]) -> Option<Time> {
    let (hour, minute, second, fraction) = match *bytes {
        [] => (0, 0, 0, [0; 4]),
        [hour, minute, second] => (hour, minute, second, [0; 4]),
        [hour, minute, second, a, b, c, d] => (hour, minute, second, [a, b, c, d]),
        _ => return None,
    };
    Some(Time { hour, minute, second, microsecond: u32::from_le_bytes(fraction) })
}

fn uncast(what: &str) -> String {
    format!("{what}; cast it: `CAST(… AS CHAR)`")
}
