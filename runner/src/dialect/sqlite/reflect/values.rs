//! What stands behind `DEFAULT`, as a value where it is a plain one.

use migration_api::Value;
use migration_api::abi::Arena;
use migration_api::schema::{ColumnType, DefaultValue};

use super::super::rebuild::{Reader, Token, TokenKind};
use crate::sql::quoted_text;

/// Returns a column's default, given without its parentheses; `NULL` is none.
///
/// <https://sqlite.org/lang_createtable.html#the_default_clause>
pub(super) fn default<'a>(
    text: &str,
    ty: ColumnType<'_>,
    arena: &'a Arena,
) -> Option<DefaultValue<'a>> {
    let keep = |text: &str| arena.keep_text(text.to_owned());
    let mut reader = Reader::new(text);
    let sign = if reader.eat("-") { "-" } else { "" };
    let _plus = sign.is_empty() && reader.eat("+");
    let token = reader.token().ok().filter(|_| reader.is_at_end());
    let plain = match token {
        Some(token) if token.kind == TokenKind::Value => number(sign, token.text),
        Some(token) if sign.is_empty() && token.start == 0 => match word(&token)? {
            Plain::Truth(value) => Some(Value::Int(value.into())),
            Plain::Text(text) if text.contains('\r') => {
                return Some(DefaultValue::Expression(arena.keep_text(quoted_text(&text))));
            }
            Plain::Text(text) => Some(Value::Text(arena.keep_text(text))),
            Plain::Other => None,
        },
        Some(_) | None => None,
    };
    Some(match (plain, ty) {
        (Some(Value::Int(0)), ColumnType::Boolean) => DefaultValue::Literal(Value::Bool(false)),
        (Some(Value::Int(1)), ColumnType::Boolean) => DefaultValue::Literal(Value::Bool(true)),
        (Some(value), _) => DefaultValue::Literal(value),
        (None, _) => DefaultValue::Expression(keep(text)),
    })
}

/// What a word behind `DEFAULT` is.
enum Plain {
    Truth(bool),
    Text(String),
    Other,
}

/// Returns what a single word means; nothing for `NULL`. A name is a text there, in quotes or not.
fn word(token: &Token<'_>) -> Option<Plain> {
    let name = token.name().unwrap_or_default();
    if token.kind != TokenKind::Word {
        let is_text = matches!(token.kind, TokenKind::Text | TokenKind::QuotedName);
        return Some(if is_text { Plain::Text(name.into_owned()) } else { Plain::Other });
    }
    Some(match name.to_ascii_uppercase().as_str() {
        "NULL" => return None,
        "TRUE" => Plain::Truth(true),
        "FALSE" => Plain::Truth(false),
        "CURRENT_TIMESTAMP" | "CURRENT_DATE" | "CURRENT_TIME" => Plain::Other,
        _ => Plain::Text(name.into_owned()),
    })
}

fn number(sign: &str, digits: &str) -> Option<Value<'static>> {
    let text = format!("{sign}{digits}");
    match text.parse() {
        Ok(whole) => Some(Value::Int(whole)),
        Err(_) => text.parse().ok().map(Value::Float),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(text: &str, ty: ColumnType<'_>) -> String {
        match default(text, ty, &Arena::default()) {
            Some(DefaultValue::Literal(value)) => format!("{value:?}"),
            Some(DefaultValue::Expression(text)) => text.to_owned(),
            None => "none".to_owned(),
        }
    }

    #[test]
    fn a_plain_default_is_a_value() {
        for (text, value) in [
            ("1", "Int(1)"),
            ("- 5", "Int(-5)"),
            ("+5", "Int(5)"),
            ("-9223372036854775808", "Int(-9223372036854775808)"),
            ("1.50", "Float(1.5)"),
            ("9e999", "Float(inf)"),
            ("0x1F", "0x1F"),
            ("x'00'", "x'00'"),
            ("'it''s'", "Text(\"it's\")"),
            ("\"x\"", "Text(\"x\")"),
            ("draft", "Text(\"draft\")"),
            ("true", "Int(1)"),
            ("null", "none"),
            ("current_timestamp", "current_timestamp"),
            ("-'a'", "-'a'"),
            ("'a\r'", "'a\r'"),
            ("1 + 1", "1 + 1"),
            ("lower('A')", "lower('A')"),
        ] {
            assert_eq!(drawn(text, ColumnType::Integer), value, "{text}");
        }
        assert_eq!(drawn("1", ColumnType::Boolean), "Bool(true)");
        assert_eq!(drawn("FALSE", ColumnType::Boolean), "Bool(false)");
        assert_eq!(drawn("2", ColumnType::Boolean), "Int(2)");
    }
}
