//! Column types: SQLite's words to ours.

use migration_api::schema::ColumnType;

use super::super::rebuild::{Reader, TokenKind};

/// Returns the type that is written as `text`, whatever its letters' case. What this dialect has no type for stays text.
pub(super) fn column_type(text: &str) -> ColumnType<'_> {
    named(text).unwrap_or(ColumnType::Custom(text))
}

fn named(text: &str) -> Option<ColumnType<'_>> {
    let mut reader = Reader::new(text);
    let word = reader.token().ok().filter(|token| token.kind == TokenKind::Word)?;
    let word = word.text.to_ascii_uppercase();
    let numbers = numbers(&mut reader)?;
    Some(match (word.as_str(), numbers.as_slice()) {
        ("TINYINT", []) => ColumnType::TinyInt,
        ("SMALLINT", []) => ColumnType::SmallInt,
        ("MEDIUMINT", []) => ColumnType::MediumInt,
        ("INTEGER", []) => ColumnType::Integer,
        ("BIGINT", []) => ColumnType::BigInt,
        ("REAL", []) => ColumnType::Real,
        ("DOUBLE", []) => ColumnType::Double,
        ("NUMERIC", [precision, scale]) => ColumnType::Numeric(*precision, *scale),
        ("BOOLEAN", []) => ColumnType::Boolean,
        ("CHAR", [length]) => ColumnType::Char(*length),
        ("VARCHAR", [length]) => ColumnType::Varchar(*length),
        ("TEXT", []) => ColumnType::Text,
        ("BLOB", []) => ColumnType::Blob,
        ("DATE", []) => ColumnType::Date,
        ("TIME", []) => ColumnType::Time,
        ("TIMESTAMP", []) => ColumnType::Timestamp,
        ("JSON", []) => ColumnType::Json,
        _ => return None,
    })
}

/// Reads `(10, 2)` up to the end, or nothing.
fn numbers(reader: &mut Reader<'_>) -> Option<Vec<u32>> {
    let mut numbers = Vec::new();
    if reader.is_at_end() {
        return Some(numbers);
    }
    reader.expect("(").ok()?;
    loop {
        numbers.push(reader.token().ok()?.text.parse().ok()?);
        if !reader.eat(",") {
            break;
        }
    }
    reader.expect(")").ok()?;
    reader.is_at_end().then_some(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::{Dialect, sqlite::Sqlite};

    #[test]
    fn a_type_is_rendered_as_it_was_read() {
        for text in [
            "TINYINT",
            "SMALLINT",
            "MEDIUMINT",
            "INTEGER",
            "BIGINT",
            "REAL",
            "DOUBLE",
            "NUMERIC(10, 2)",
            "BOOLEAN",
            "CHAR(36)",
            "VARCHAR(200)",
            "TEXT",
            "BLOB",
            "DATE",
            "TIME",
            "TIMESTAMP",
            "JSON",
            "INT",
            "NUMERIC",
            "NUMERIC(10)",
            "VARCHAR",
            "VARCHAR(-1)",
            "DOUBLE PRECISION",
            "DATETIME",
            "",
            "'odd one' (1)",
            "DECIMAL(10,2)",
        ] {
            assert_eq!(Sqlite.column_type(column_type(text)).as_deref(), Ok(text));
        }
    }

    #[test]
    fn letters_and_spaces_make_no_other_type() {
        for (text, ty) in [
            ("varchar( 20 )", ColumnType::Varchar(20)),
            ("Numeric(10,2)", ColumnType::Numeric(10, 2)),
            ("integer /* x */", ColumnType::Integer),
            ("\"TEXT\"", ColumnType::Custom("\"TEXT\"")),
        ] {
            assert_eq!(column_type(text), ty);
        }
    }
}
