//! The server's text of a column's default, as a value.

use migration_api::Value;
use migration_api::abi::Arena;
use migration_api::schema::{ColumnType, DefaultValue};

use super::types::quoted_text;
use crate::sql::is_number;

/// Returns the default that MariaDB states, which is an expression: `'x'`, `NULL`, `current_timestamp()`.
///
/// Of a default of bytes that are no text, the server tells question marks only, `SHOW CREATE TABLE` too.
pub(super) fn stated<'a>(
    text: &str,
    ty: ColumnType<'a>,
    arena: &'a Arena,
) -> Option<DefaultValue<'a>> {
    if text.eq_ignore_ascii_case("NULL") {
        return None;
    }
    let plain = match quoted_text(text) {
        Some((value, "")) => Some(quoted(value, ty, arena)),
        _ if is_bytes(ty) => hexadecimal(text).map(|bytes| Value::Bytes(arena.keep(bytes))),
        _ => match converted(text) {
            Some(value) => Some(quoted(value, ty, arena)),
            None => number(text, ty, arena),
        },
    };
    Some(match plain {
        Some(value) => DefaultValue::Literal(value),
        None => DefaultValue::Expression(arena.keep_text(text.to_owned())),
    })
}

/// Returns the default that MySQL states: plain text, unless it is told to be an expression. It was not tried.
///
/// <https://dev.mysql.com/doc/refman/8.4/en/information-schema-columns-table.html>
pub(super) fn raw<'a>(
    text: &str,
    is_expression: bool,
    ty: ColumnType<'a>,
    arena: &'a Arena,
) -> DefaultValue<'a> {
    if is_expression {
        return DefaultValue::Expression(arena.keep_text(text.replace("\\'", "'")));
    }
    let value = number(text, ty, arena).unwrap_or_else(|| quoted(text.to_owned(), ty, arena));
    DefaultValue::Literal(value)
}

fn quoted<'a>(text: String, ty: ColumnType<'a>, arena: &'a Arena) -> Value<'a> {
    match is_bytes(ty) {
        true => Value::Bytes(arena.keep(text.into_bytes())),
        false => Value::Text(arena.keep_text(text)),
    }
}

fn is_bytes(ty: ColumnType<'_>) -> bool {
    matches!(
        ty,
        ColumnType::Binary(_)
            | ColumnType::Varbinary(_)
            | ColumnType::TinyBlob
            | ColumnType::Blob
            | ColumnType::MediumBlob
            | ColumnType::LongBlob
    )
}

/// Returns the bytes of `X'0aff'`, as the server states those of a blob.
fn hexadecimal(text: &str) -> Option<Vec<u8>> {
    let digits = text.strip_prefix("X'")?.strip_suffix('\'')?;
    let pairs = (0..digits.len()).step_by(2).map(|at| digits.get(at..at + 2));
    pairs.map(|pair| u8::from_str_radix(pair?, 16).ok()).collect()
}

/// Returns the text of `convert(X'5c' using utf8mb4)`, as which a long text with a backslash is written.
fn converted(text: &str) -> Option<String> {
    let digits = text.strip_prefix("convert(")?.strip_suffix(" using utf8mb4)")?;
    String::from_utf8(hexadecimal(digits)?).ok()
}

/// Returns a number that stands for one in a column of this type.
fn number<'a>(text: &str, ty: ColumnType<'a>, arena: &'a Arena) -> Option<Value<'a>> {
    let of = if let ColumnType::Unsigned(of) = ty { *of } else { ty };
    let bits = text.strip_prefix("b'").and_then(|rest| rest.strip_suffix('\''));
    if let (ColumnType::Bit(_), Some(bits)) = (of, bits) {
        return i64::from_str_radix(bits, 2).ok().map(Value::Int);
    }
    if !is_number(text) {
        return None;
    }
    let decimal = || Value::Decimal(arena.keep_text(text.to_owned()));
    match (of, text) {
        (ColumnType::Boolean, "0" | "1") => Some(Value::Bool(text == "1")),
        (ColumnType::Real | ColumnType::Double, _) => text.parse().ok().map(Value::Float),
        (ColumnType::Numeric(..), _) => Some(decimal()),
        (ColumnType::Boolean | ColumnType::Year | ColumnType::Bit(_), _) => {
            text.parse().ok().map(Value::Int)
        }
        // The server quotes the defaults of all others, and of those in its own words some.
        (ColumnType::Custom(_), _) => Some(text.parse().map_or_else(|_| decimal(), Value::Int)),
        (of, _) if of.is_integer() => Some(text.parse().map_or_else(|_| decimal(), Value::Int)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_value_is_a_literal_and_all_else_an_expression() {
        let arena = Arena::default();
        let text = |text| Some(DefaultValue::Literal(Value::Text(text)));
        let expression = |text| Some(DefaultValue::Expression(text));
        let value = |value| Some(DefaultValue::Literal(value));
        for (sql, ty, expected) in [
            ("NULL", ColumnType::Text, None),
            ("'NULL'", ColumnType::Text, text("NULL")),
            ("'it''s a\\\\b\\n'", ColumnType::Varchar(9), text("it's a\\b\n")),
            ("'o\\'k'", ColumnType::Text, text("o'k")),
            ("convert(X'615c62' using utf8mb4)", ColumnType::Text, text("a\\b")),
            ("'a' 'b'", ColumnType::Text, expression("'a' 'b'")),
            ("1", ColumnType::Text, expression("1")),
            ("'2020-01-01'", ColumnType::Date, text("2020-01-01")),
            ("current_timestamp()", ColumnType::Timestamp, expression("current_timestamp()")),
            ("(1 + 2)", ColumnType::Integer, expression("(1 + 2)")),
            ("-3", ColumnType::Integer, value(Value::Int(-3))),
            ("1", ColumnType::Boolean, value(Value::Bool(true))),
            ("5", ColumnType::Boolean, value(Value::Int(5))),
            ("1.50", ColumnType::Numeric(5, 2), value(Value::Decimal("1.50"))),
            ("1.5", ColumnType::Unsigned(&ColumnType::Real), value(Value::Float(1.5))),
            ("b'101'", ColumnType::Bit(3), value(Value::Int(5))),
            (
                "18446744073709551615",
                ColumnType::Unsigned(&ColumnType::BigInt),
                value(Value::Decimal("18446744073709551615")),
            ),
            ("'ab'", ColumnType::Varbinary(5), value(Value::Bytes(b"ab"))),
            ("X'00fF'", ColumnType::Blob, value(Value::Bytes(b"\x00\xff"))),
            ("X'0'", ColumnType::Blob, expression("X'0'")),
        ] {
            assert_eq!(stated(sql, ty, &arena), expected, "{sql}");
        }
        let quoted = raw("it's", false, ColumnType::Varchar(9), &arena);
        assert_eq!(Some(quoted), text("it's"));
        let expression = raw("concat(_utf8mb4\\'a\\')", true, ColumnType::Varchar(9), &arena);
        assert_eq!(expression, DefaultValue::Expression("concat(_utf8mb4'a')"));
    }
}
