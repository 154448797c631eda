//! Rows in the text form of COPY.
//!
//! <https://www.postgresql.org/docs/current/sql-copy.html#id-1.9.3.55.9.2>

use std::io::Write;

use migration_api::Value;
use postgres::error::SqlState;
use postgres::{Client, Error};

use super::literals;

/// As much text as is sent at once.
const CHUNK: usize = 1 << 16;

/// Sends rows by this COPY statement; returns how many the server took.
pub(super) fn rows(client: &mut Client, sql: &str, rows: &[&[Value<'_>]]) -> Result<u64, Error> {
    let mut writer = client.copy_in(sql)?;
    let mut text = String::with_capacity(2 * CHUNK);
    for row in rows {
        push_row(&mut text, row);
        if text.len() >= CHUNK {
            // What failed is told by the end.
            if writer.write_all(text.as_bytes()).is_err() {
                break;
            }
            text.clear();
        }
    }
    // As above.
    drop(writer.write_all(text.as_bytes()));
    writer.finish()
}

/// Returns whether the target takes no rows by COPY, though it may by INSERT.
pub(super) fn is_no_way(error: &Error) -> bool {
    [Some(&SqlState::FEATURE_NOT_SUPPORTED), Some(&SqlState::WRONG_OBJECT_TYPE)]
        .contains(&error.code())
}

fn push_row(text: &mut String, row: &[Value<'_>]) {
    for (at, value) in row.iter().enumerate() {
        if at > 0 {
            text.push('\t');
        }
        match literals::text(*value) {
            Some(field) => push_field(text, &field),
            None => text.push_str("\\N"),
        }
    }
    text.push('\n');
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
        let mut text = String::new();
        push_row(&mut text, &["a\\b\tc\nd".into(), Value::Null, "".into(), Value::Bytes(&[0])]);
        assert_eq!(text, "a\\\\b\\tc\\nd\t\\N\t\t\\\\x00\n");
    }
}
