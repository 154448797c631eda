//! Values in SQL text, and as the text of a parameter.

use std::fmt::Write as _;

use migration_api::{Date, Timestamp, Value};

use crate::dialect::Dialect;
use crate::dialect::calendar::Calendar;
use crate::sql::{RenderError, is_number, quoted_text};

/// The server itself refuses years that it has not, and makes a second of 60 the next minute.
const CALENDAR: Calendar = Calendar { years: i32::MIN..=i32::MAX, leap_seconds: false };

/// Returns a value as it is written in SQL.
pub(super) fn literal(dialect: &dyn Dialect, value: Value<'_>) -> Result<String, RenderError> {
    let Some(text) = checked_text(dialect, value)? else {
        return Ok("NULL".into());
    };
    Ok(match value {
        Value::Bool(value) => value.to_string(),
        // A number without a type is a decimal, which has no negative zero.
        Value::Float(value) if value == 0.0 && value.is_sign_negative() => "'-0'::float8".into(),
        Value::Int(_) | Value::Float(_) | Value::Decimal(_) if is_number(&text) => text,
        Value::Float(_) => format!("{}::float8", quoted(&text)),
        Value::Bytes(_) => format!("'{text}'::bytea"),
        Value::Null
        | Value::Int(_)
        | Value::Decimal(_)
        | Value::Text(_)
        | Value::Date(_)
        | Value::Time(_)
        | Value::Timestamp(_)
        | Value::TimestampTz(_)
        | Value::Uuid(_)
        | Value::Json(_) => quoted(&text),
    })
}

/// Returns a value as the server reads it for a parameter of any fitting type, or `None` for NULL.
pub(super) fn checked_text(
    dialect: &dyn Dialect,
    value: Value<'_>,
) -> Result<Option<String>, RenderError> {
    CALENDAR.check(dialect, value)?;
    match text(value) {
        Some(text) if text.contains('\0') => {
            Err(RenderError::NulInText { dialect: dialect.title() })
        }
        text => Ok(text),
    }
}

fn text(value: Value<'_>) -> Option<String> {
    Some(match value {
        Value::Null => return None,
        Value::Bool(value) => if value { "t" } else { "f" }.to_owned(),
        Value::Int(value) => value.to_string(),
        Value::Float(value) => float(value),
        Value::Decimal(text) | Value::Text(text) | Value::Json(text) => text.to_owned(),
        Value::Bytes(bytes) => hex(bytes),
        Value::Date(date) => with_era(date, |date| date.to_string()),
        Value::Time(time) => time.to_string(),
        Value::Timestamp(Timestamp { date, time }) => {
            with_era(date, |date| Timestamp { date, time }.to_string())
        }
        Value::TimestampTz(moment) => with_era(moment.0.date, |date| {
            format!("{}+00", Timestamp { date, time: moment.0.time })
        }),
        Value::Uuid(uuid) => uuid.to_string(),
    })
}

/// Quotes text so that backslashes mean themselves whatever `standard_conforming_strings` says.
fn quoted(text: &str) -> String {
    match text.contains('\\') {
        true => format!("E{}", quoted_text(&text.replace('\\', "\\\\"))),
        false => quoted_text(text),
    }
}

fn float(value: f64) -> String {
    if value.is_nan() {
        "NaN".into()
    } else if value.is_infinite() {
        if value > 0.0 { "Infinity" } else { "-Infinity" }.into()
    } else {
        format!("{value:?}")
    }
}

fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 + 2 * bytes.len());
    text.push_str("\\x");
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// Years before 1 are written as years before Christ: the year 0 is 1 BC.
fn with_era(date: Date, write: impl Fn(Date) -> String) -> String {
    if date.year > 0 {
        return write(date);
    }
    format!("{} BC", write(Date { year: date.year.saturating_neg().saturating_add(1), ..date }))
}
