//! Values as parameters of a statement.

use migration_api::{TimestampTz, Value};
use mysql::Value as Parameter;

use super::Mysql;
use super::literals::{checked, clock};
use crate::dialect::DatabaseError;
use crate::dialect::mysql::failure;
use crate::sql::RenderError;

/// Returns a value as the driver sends it. What has a text goes as text, which the server reads as whatever the
/// column is.
pub(super) fn bind(dialect: &Mysql, value: Value<'_>) -> Result<Parameter, DatabaseError> {
    bound(dialect, value).map_err(|error| failure::plain(error.to_string()))
}

fn bound(dialect: &Mysql, value: Value<'_>) -> Result<Parameter, RenderError> {
    let title = crate::dialect::Dialect::title(dialect);
    let refuse = |ty, reason: String| RenderError::Value { dialect: title, ty, reason };
    let text = |text: &str| Parameter::Bytes(text.as_bytes().to_vec());
    Ok(match value {
        Value::Null => Parameter::NULL,
        Value::Bool(value) => Parameter::Int(value.into()),
        Value::Int(value) => Parameter::Int(value),
        Value::Float(value) if value.is_finite() => Parameter::Double(value),
        Value::Float(value) => return Err(refuse("float", format!("it has no {value}"))),
        Value::Decimal(value) | Value::Text(value) | Value::Json(value) => text(value),
        Value::Bytes(bytes) => Parameter::Bytes(bytes.to_vec()),
        Value::Date(date) => text(&checked(date, refuse)?.to_string()),
        Value::Time(time) => text(&clock(time, refuse)?.to_string()),
        // The session's zone is UTC.
        Value::Timestamp(at) | Value::TimestampTz(TimestampTz(at)) => {
            checked(at.date, refuse)?;
            clock(at.time, refuse)?;
            text(&at.to_string())
        }
        Value::Uuid(uuid) => text(&uuid.to_string()),
    })
}
