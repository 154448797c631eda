//! Rows in the text form of COPY.
//!
//! <https://www.postgresql.org/docs/current/sql-copy.html#id-1.9.3.55.9.2>

use migration_api::{ConnectionError, Value};
use postgres::error::SqlState;

use super::failure::has_code;
use super::{Postgres, literals};
use crate::sql::RenderError;

/// Returns the rows, one on each line.
pub(super) fn text(rows: &[&[Value<'_>]]) -> Result<String, RenderError> {
    let mut text = String::new();
    rows.iter().try_for_each(|row| push_row(&mut text, row))?;
    Ok(text)
}

/// Returns whether the target takes no rows by COPY, though it may by INSERT.
pub(super) fn is_no_way(error: &ConnectionError) -> bool {
    [SqlState::FEATURE_NOT_SUPPORTED, SqlState::WRONG_OBJECT_TYPE]
        .iter()
        .any(|state| has_code(error, state))
}

fn push_row(text: &mut String, row: &[Value<'_>]) -> Result<(), RenderError> {
    for (at, value) in row.iter().enumerate() {
        if at > 0 {
            text.push('\t');
        }
        match literals::checked_text(&Postgres, *value)? {
            Some(field) => push_field(text, &field),
            None => text.push_str("\\N"),
        }
    }
    text.push('\n');
    Ok(())
}

fn push_field(text: &mut String, field: &str) {
    if !field.contains(['\\', '\t', '\n', '\r']) {
        text.push_str(field);
        return;
    }
    for c in field.chars() {
        match c {
            '\\' => text.push_str("\\\\"),
            '\t' => text.push_str("\\t"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            other => text.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_separates_fields_and_rows_is_escaped() {
        let row: &[Value<'_>] = &["a\\b\tc\nd".into(), Value::Null, "".into(), Value::Bytes(&[0])];
        let text = text(&[row]).unwrap();
        assert_eq!(text, "a\\\\b\\tc\\nd\t\\N\t\t\\\\x00\n");
    }
}
