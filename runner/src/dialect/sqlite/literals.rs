//! Values in SQL text.

use migration_api::Value;

use crate::dialect::Dialect;
use crate::dialect::calendar::Calendar;
use crate::sql::{RenderError, quoted_text};

/// Dates and times are text.
const CALENDAR: Calendar = Calendar { years: -i32::MAX..=i32::MAX, leap_seconds: true };

/// As many digits of a number with a fraction as SQLite keeps.
///
/// <https://sqlite.org/datatype3.html#type_affinity>
const DIGITS: usize = 15;

/// Refuses a value that SQLite would change without a word.
pub(super) fn check(dialect: &dyn Dialect, value: Value<'_>) -> Result<(), RenderError> {
    let refuse = |ty, reason| Err(RenderError::Value { dialect: dialect.title(), ty, reason });
    match value {
        Value::Float(value) if value.is_nan() => refuse("float", "it has no NaN".into()),
        Value::Decimal(text) if !survives(text) => refuse("decimal", rounded(text)),
        Value::Json(text) if !survives(text) => refuse("JSON", rounded(text)),
        value => CALENDAR.check(dialect, value),
    }
}

fn rounded(text: &str) -> String {
    let text = text.trim();
    format!(
        "of {text} it would keep {DIGITS} digits; as a text, in a column of texts, it keeps all"
    )
}

/// Returns whether a text stays what it is in a column that prefers numbers.
fn survives(text: &str) -> bool {
    let text = text.trim();
    let is_numeric = text.starts_with(|c: char| matches!(c, '0'..='9' | '+' | '-' | '.'));
    let Ok(number) = text.parse::<f64>() else {
        return true;
    };
    if !is_numeric || text.parse::<i64>().is_ok() {
        return true;
    }
    let mantissa = text.split(['e', 'E']).next().unwrap_or_default();
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_matches('0');
    // Numbers near the smallest and the largest have fewer digits.
    let is_usual = number == 0.0 || (1e-290..1e290).contains(&number.abs());
    digits.is_empty() || (digits.len() <= DIGITS && number != 0.0 && is_usual)
}

/// Returns a value as it is written in SQL; it is what the driver would bind.
pub(super) fn literal(dialect: &dyn Dialect, value: Value<'_>) -> Result<String, RenderError> {
    check(dialect, value)?;
    Ok(match value {
        Value::Null => "NULL".into(),
        Value::Bool(value) => i64::from(value).to_string(),
        Value::Int(value) => value.to_string(),
        Value::Float(value) => float(value),
        Value::Decimal(content) | Value::Text(content) | Value::Json(content) => text(content),
        Value::Bytes(bytes) => hex(bytes),
        Value::Date(date) => text(&date.to_string()),
        Value::Time(time) => text(&time.to_string()),
        Value::Timestamp(timestamp) => text(&timestamp.to_string()),
        Value::TimestampTz(moment) => text(&moment.to_string()),
        Value::Uuid(uuid) => text(&uuid.to_string()),
    })
}

fn text(content: &str) -> String {
    // A statement's text ends at its first NUL, and the database's own client takes the carriage return from the end of
    // a line.
    match content.contains(['\0', '\r']) {
        // A default takes an expression only in parentheses.
        true => format!("(CAST({} AS TEXT))", hex(content.as_bytes())),
        false => quoted_text(content),
    }
}

fn float(value: f64) -> String {
    match value.is_infinite() {
        true if value > 0.0 => "9e999".into(),
        true => "-9e999".into(),
        false => format!("{value:?}"),
    }
}

fn hex(bytes: &[u8]) -> String {
    let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("X'{digits}'")
}
