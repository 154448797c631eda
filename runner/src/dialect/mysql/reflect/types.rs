//! The server's words for a column's type, as a type.

use migration_api::abi::Arena;
use migration_api::schema::ColumnType;

/// Returns the type of a column, given as the catalog's `COLUMN_TYPE` has it. A type whose noun would be written otherwise comes back
/// as a custom one, in the server's words.
///
/// <https://mariadb.com/kb/en/data-types/>
pub(super) fn column_type<'a>(text: &str, column: &'a str, arena: &'a Arena) -> ColumnType<'a> {
    let custom = || ColumnType::Custom(arena.keep_text(text.to_owned()));
    let listed = |values: &str| Some(arena.keep(enum_values(values, arena)?));
    if let Some(values) = text.strip_prefix("enum(").and_then(|rest| rest.strip_suffix(')')) {
        return listed(values).map_or_else(custom, |values| ColumnType::Enum(column, values));
    }
    if let Some(values) = text.strip_prefix("set(").and_then(|rest| rest.strip_suffix(')')) {
        return listed(values).map_or_else(custom, ColumnType::Set);
    }
    if let Some(signed) = text.strip_suffix(" unsigned") {
        let of = number(signed, true);
        return of.map_or_else(custom, |ty| {
            let kept: &[_] = arena.keep(vec![ty]);
            kept.first().map_or_else(custom, ColumnType::Unsigned)
        });
    }
    number(text, false).or_else(|| other(text)).unwrap_or_else(custom)
}

/// Returns a type of numbers. How wide a whole number is shown is no part of it, as long as it is as the server has it by itself.
fn number<'a>(text: &str, unsigned: bool) -> Option<ColumnType<'a>> {
    let (word, arguments) = split(text);
    // MySQL 8 tells no widths.
    let width = |signed: u32, without_sign: u32| {
        matches!(arguments, [None, None])
            || arguments == [Some(if unsigned { without_sign } else { signed }), None]
    };
    match (word, arguments) {
        ("tinyint", [Some(1), None]) if !unsigned => Some(ColumnType::Boolean),
        ("tinyint", _) if width(4, 3) => Some(ColumnType::TinyInt),
        ("smallint", _) if width(6, 5) => Some(ColumnType::SmallInt),
        ("mediumint", _) if width(9, 8) => Some(ColumnType::MediumInt),
        ("int", _) if width(11, 10) => Some(ColumnType::Integer),
        ("bigint", _) if width(20, 20) => Some(ColumnType::BigInt),
        ("float", [None, None]) => Some(ColumnType::Real),
        ("double", [None, None]) => Some(ColumnType::Double),
        ("decimal", [Some(precision), Some(scale)]) => Some(ColumnType::Numeric(precision, scale)),
        _ => None,
    }
}

fn other<'a>(text: &str) -> Option<ColumnType<'a>> {
    let (word, arguments) = split(text);
    Some(match (word, arguments) {
        ("char", [Some(length), None]) => ColumnType::Char(length),
        ("varchar", [Some(length), None]) => ColumnType::Varchar(length),
        ("tinytext", [None, None]) => ColumnType::TinyText,
        ("text", [None, None]) => ColumnType::Text,
        ("mediumtext", [None, None]) => ColumnType::MediumText,
        ("longtext", [None, None]) => ColumnType::LongText,
        ("tinyblob", [None, None]) => ColumnType::TinyBlob,
        ("blob", [None, None]) => ColumnType::Blob,
        ("mediumblob", [None, None]) => ColumnType::MediumBlob,
        ("longblob", [None, None]) => ColumnType::LongBlob,
        ("binary", [Some(length), None]) => ColumnType::Binary(length),
        ("varbinary", [Some(length), None]) => ColumnType::Varbinary(length),
        ("bit", [Some(length), None]) => ColumnType::Bit(length),
        ("date", [None, None]) => ColumnType::Date,
        ("time", [Some(6), None]) => ColumnType::Time,
        ("time", [digits, None]) => ColumnType::TimeDigits(digits.unwrap_or(0)),
        ("datetime", [Some(6), None]) => ColumnType::Timestamp,
        ("datetime", [digits, None]) => ColumnType::TimestampDigits(digits.unwrap_or(0)),
        ("year", [None | Some(4), None]) => ColumnType::Year,
        ("json", [None, None]) => ColumnType::Json,
        ("point", [None, None]) => ColumnType::Point,
        ("polygon", [None, None]) => ColumnType::Polygon,
        _ => return None,
    })
}

/// Returns the word of a type and its arguments: `decimal(10,2)` has two. What else there is makes the word one that nothing has.
fn split(text: &str) -> (&str, [Option<u32>; 2]) {
    let Some((word, rest)) = text.split_once('(') else {
        return (text, [None, None]);
    };
    let Some(inner) = rest.strip_suffix(')') else {
        return ("", [None, None]);
    };
    let (first, second) = inner.split_once(',').unwrap_or((inner, ""));
    match (first.parse().ok(), second.parse().ok()) {
        (Some(first), second) => (word, [Some(first), second]),
        (None, _) => ("", [None, None]),
    }
}

/// Returns the texts of a list such as `'a','b''c'`.
fn enum_values<'a>(list: &str, arena: &'a Arena) -> Option<Vec<&'a str>> {
    let mut values = Vec::new();
    let mut rest = list;
    loop {
        let (value, behind) = quoted_text(rest)?;
        values.push(arena.keep_text(value));
        match behind.strip_prefix(',') {
            Some(next) => rest = next,
            None => return behind.is_empty().then_some(values),
        }
    }
}

/// Reads a text between single quotes at the front, as the server writes it; returns it, and what is behind it.
pub(super) fn quoted_text(text: &str) -> Option<(String, &str)> {
    let mut characters = text.strip_prefix('\'')?.char_indices().peekable();
    let mut value = String::new();
    while let Some((at, character)) = characters.next() {
        match character {
            '\'' if characters.next_if(|(_, next)| *next == '\'').is_some() => value.push('\''),
            // One quote is before the text.
            '\'' => return Some((value, text.get(at + 2..)?)),
            '\\' => value.push(match characters.next()?.1 {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                '0' => '\0',
                'Z' => '\u{1a}',
                other => other,
            }),
            other => value.push(other),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::Dialect as _;
    use crate::dialect::mysql::Mysql;

    /// What the server makes of the noun's SQL is the text again: proved on a server by the tests of reflection.
    #[test]
    fn a_type_is_written_as_it_was_read() {
        let arena = Arena::default();
        let read = |text: &str| {
            let ty = column_type(text, "mood", &arena);
            let sql = Mysql { mariadb: true }.column_type(ty).unwrap();
            format!("{text}: {ty:?} = {sql}")
        };
        let texts = [
            "tinyint(1)",
            "tinyint(1) unsigned",
            "tinyint(4)",
            "tinyint",
            "bigint(20) unsigned",
            "int(5) unsigned zerofill",
            "int(5)",
            "int(10) unsigned",
            "double(8,2)",
            "decimal(10,0) unsigned",
            "enum('a','b''c','d,e')",
            "enum('x',y)",
            "set('x','y')",
            "time(3)",
            "datetime",
            "datetime(6)",
            "timestamp(6)",
            "year(4)",
            "uuid",
            "varchar(100) /*M!100301 COMPRESSED*/",
        ];
        insta::assert_snapshot!(texts.map(read).join("\n"));
    }
}
