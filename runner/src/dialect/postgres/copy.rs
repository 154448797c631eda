//! Rows in the text form of COPY.
//!
//! <https://www.postgresql.org/docs/current/sql-copy.html#id-1.9.3.55.9.2>

use std::io::Write;

use migration_api::Value;
use postgres::error::SqlState;
use postgres::{Client, Error};

use super::{Postgres, literals};
use crate::sql::RenderError;

/// Returns the rows, one on each line.
pub(super) fn text(rows: &[&[Value<'_>]]) -> Result<String, RenderError> {
    let mut text = String::new();
    rows.iter().try_for_each(|row| push_row(&mut text, row))?;
    Ok(text)
}

/// As much text as is sent at once.
const CHUNK: usize = 1 << 16;

/// Sends rows by this COPY statement; returns how many the server took.
pub(super) fn send(client: &mut Client, sql: &str, text: &str) -> Result<u64, Error> {
    let mut writer = client.copy_in(sql)?;
    for chunk in text.as_bytes().chunks(CHUNK) {
        // What failed is told by the end.
        if writer.write_all(chunk).is_err() {
            break;
        }
    }
    writer.finish()
}

/// Returns whether the target takes no rows by COPY, though it may by INSERT.
pub(super) fn is_no_way(error: &Error) -> bool {
    [Some(&SqlState::FEATURE_NOT_SUPPORTED), Some(&SqlState::WRONG_OBJECT_TYPE)]
        .contains(&error.code())
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
