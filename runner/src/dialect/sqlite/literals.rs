//! Values in SQL text.

use migration_api::Value;

use crate::sql::quoted_text;

/// Returns a value as it is written in SQL; it is what the driver would bind.
pub(super) fn literal(value: Value<'_>) -> String {
    match value {
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
    }
}

fn text(content: &str) -> String {
    // A statement's text ends at its first NUL.
    match content.contains('\0') {
        true => format!("CAST({} AS TEXT)", hex(content.as_bytes())),
        false => quoted_text(content),
    }
}

fn float(value: f64) -> String {
    if value.is_nan() {
        "NULL".into()
    } else if value.is_infinite() {
        if value > 0.0 { "9e999" } else { "-9e999" }.into()
    } else {
        format!("{value:?}")
    }
}

fn hex(bytes: &[u8]) -> String {
    let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("X'{digits}'")
}
