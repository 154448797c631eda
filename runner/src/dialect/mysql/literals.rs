//! Values in SQL text.

use migration_api::{Date, Time, Value};

use crate::dialect::Dialect;
use crate::sql::{RenderError, is_number, quoted_text};

/// Returns a value as it is written in SQL, right whatever `sql_mode` says.
pub(super) fn literal(dialect: &dyn Dialect, value: Value<'_>) -> Result<String, RenderError> {
    let refuse = |ty, reason: String| RenderError::Value { dialect: dialect.title(), ty, reason };
    Ok(match value {
        Value::Null => "NULL".into(),
        Value::Bool(value) => u8::from(value).to_string(),
        Value::Int(value) => value.to_string(),
        Value::Float(value) if value.is_finite() => format!("{value:?}"),
        Value::Float(value) => return Err(refuse("float", format!("it has no {value}"))),
        Value::Decimal(text) if is_number(text) => text.to_owned(),
        Value::Decimal(text) | Value::Text(text) | Value::Json(text) => quoted(text),
        Value::Bytes(bytes) => hex(bytes),
        Value::Date(date) => quoted_text(&checked(date, refuse)?.to_string()),
        Value::Time(time) => quoted_text(&clock(time, refuse)?.to_string()),
        Value::Timestamp(at) | Value::TimestampTz(migration_api::TimestampTz(at)) => {
            checked(at.date, refuse)?;
            clock(at.time, refuse)?;
            quoted_text(&at.to_string())
        }
        Value::Uuid(uuid) => quoted_text(&uuid.to_string()),
    })
}

/// Quotes text. What a backslash means depends on `sql_mode`, so a text with one is written in hexadecimal.
///
/// <https://dev.mysql.com/doc/refman/8.4/en/charset-introducer.html>
pub(super) fn quoted(text: &str) -> String {
    let plain =
        !text.contains(|c: char| c == '\\' || (c.is_control() && !matches!(c, '\n' | '\t')));
    if plain { quoted_text(text) } else { format!("_utf8mb4 {}", hex(text.as_bytes())) }
}

/// Quotes a text where the grammar takes nothing but a text: a remark, the value of an enum. A backslash is written as
/// servers read it unless `sql_mode` says `NO_BACKSLASH_ESCAPES`.
pub(super) fn plain(text: &str) -> String {
    quoted_text(&text.replace('\\', "\\\\"))
}

fn hex(bytes: &[u8]) -> String {
    let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("X'{digits}'")
}

/// Refuses a date that MySQL has no place for.
///
/// <https://dev.mysql.com/doc/refman/8.4/en/datetime.html>
pub(super) fn checked(
    date: Date,
    refuse: impl Fn(&'static str, String) -> RenderError,
) -> Result<Date, RenderError> {
    match (0..=9999).contains(&date.year) {
        true => Ok(date),
        false => Err(refuse("date", format!("the year of {date} is not between 0 and 9999"))),
    }
}

/// Refuses a time of day that MySQL has no place for: a second of 60.
pub(super) fn clock(
    time: Time,
    refuse: impl Fn(&'static str, String) -> RenderError,
) -> Result<Time, RenderError> {
    match time.second < 60 {
        true => Ok(time),
        false => Err(refuse("time", format!("it has no leap second, as in {time}"))),
    }
}
