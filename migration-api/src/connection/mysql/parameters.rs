//! Values as parameters of a statement.

use mysql::Value as Parameter;

use crate::value::{TimestampTz, Value};

/// Returns a value as the driver sends it. What has a text goes as text, which the server reads as whatever the
/// column is.
pub(super) fn bind(value: Value<'_>) -> Parameter {
    let text = |text: &str| Parameter::Bytes(text.as_bytes().to_vec());
    match value {
        Value::Null => Parameter::NULL,
        Value::Bool(value) => Parameter::Int(value.into()),
        Value::Int(value) => Parameter::Int(value),
        Value::Float(value) => Parameter::Double(value),
        Value::Decimal(value) | Value::Text(value) | Value::Json(value) => text(value),
        Value::Bytes(bytes) => Parameter::Bytes(bytes.to_vec()),
        Value::Date(date) => text(&date.to_string()),
        Value::Time(time) => text(&time.to_string()),
        // The session's zone is UTC.
        Value::Timestamp(at) | Value::TimestampTz(TimestampTz(at)) => text(&at.to_string()),
        Value::Uuid(uuid) => text(&uuid.to_string()),
    }
}
