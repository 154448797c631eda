//! Values in SQL text.

use migration_api::{TimestampTz, Value};

use crate::dialect::Dialect;
use crate::dialect::calendar::Calendar;
use crate::sql::{RenderError, is_number, quoted_text};

/// <https://dev.mysql.com/doc/refman/8.4/en/datetime.html>
const CALENDAR: Calendar = Calendar { years: 0..=9999, leap_seconds: false };

/// Refuses a value that the server has no place for, or would change where `sql_mode` lets it.
pub(super) fn check(dialect: &dyn Dialect, value: Value<'_>) -> Result<(), RenderError> {
    let refuse = |ty, reason| Err(RenderError::Value { dialect: dialect.title(), ty, reason });
    match value {
        Value::Float(value) if !value.is_finite() => refuse("float", format!("it has no {value}")),
        Value::Decimal(text) if !text.trim().parse::<f64>().is_ok_and(f64::is_finite) => {
            refuse("decimal", format!("it has no {text}"))
        }
        value => CALENDAR.check(dialect, value),
    }
}

/// Returns a value as it is written in SQL, right whatever `sql_mode` says.
pub(super) fn literal(dialect: &dyn Dialect, value: Value<'_>) -> Result<String, RenderError> {
    check(dialect, value)?;
    Ok(match value {
        Value::Null => "NULL".into(),
        Value::Bool(value) => u8::from(value).to_string(),
        Value::Int(value) => value.to_string(),
        Value::Float(value) => format!("{value:?}"),
        // With an exponent it would be a floating-point number.
        Value::Decimal(text) if is_number(text) && !text.contains(['e', 'E']) => text.to_owned(),
        Value::Decimal(text) | Value::Text(text) | Value::Json(text) => quoted(text),
        Value::Bytes(bytes) => hex(bytes),
        Value::Date(date) => quoted_text(&date.to_string()),
        Value::Time(time) => quoted_text(&time.to_string()),
        Value::Timestamp(at) | Value::TimestampTz(TimestampTz(at)) => quoted_text(&at.to_string()),
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
    // The server's own client takes a carriage return from the end of a line.
    quoted_text(&text.replace('\\', "\\\\").replace('\r', "\\r"))
}

fn hex(bytes: &[u8]) -> String {
    let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("X'{digits}'")
}
