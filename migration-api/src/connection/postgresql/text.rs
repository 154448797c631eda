//! Values in PostgreSQL's text form.

use std::borrow::Cow;

use crate::row::Cell;
use crate::value::Value;

/// Returns the text of a value: what it has to be for PostgreSQL, the runner has made of it before.
pub(in crate::connection) fn text(value: Value<'_>) -> Option<Cow<'_, str>> {
    match value {
        Value::Null => None,
        Value::Text(text) => Some(Cow::Borrowed(text)),
        Value::Bytes(bytes) => {
            let digits = bytes.iter().map(|byte| format!("{byte:02x}"));
            Some(Cow::Owned(format!("\\x{}", digits.collect::<String>())))
        }
        other => Some(Cow::Owned(Cell::from(&other).to_string())),
    }
}
