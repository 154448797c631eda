//! Expressions as the server states them.

use migration_api::Value;
use migration_api::abi::Arena;
use migration_api::schema::DefaultValue;

use crate::dialect::Dialect;
use crate::dialect::postgres::Postgres;
use crate::sql::{is_number, tokens};

/// Returns an expression without the parentheses around all of it.
pub(super) fn bare(expression: &str) -> &str {
    let mut text = expression.trim();
    while let Some(inner) = inside(text) {
        text = inner;
    }
    text
}

/// Returns what stands between the parentheses around all of a text.
fn inside(text: &str) -> Option<&str> {
    let inner = text.strip_prefix('(')?.strip_suffix(')')?;
    let mut depth = 1_usize;
    let (mut at, last) = (0, text.len() - 1);
    for (_, token) in tokens(text, Postgres.syntax()) {
        match token {
            "(" if at > 0 => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 && at < last {
            return None;
        }
        at += token.len();
    }
    (depth == 0).then(|| inner.trim())
}

/// Types whose values are texts: a plain text with a cast to one of them is that text.
const TEXTS: [&str; 6] = ["text", "character varying", "bpchar", "character", "name", "citext"];

/// Types whose values are numbers.
const NUMBERS: [&str; 6] = ["smallint", "integer", "bigint", "numeric", "real", "double precision"];

/// Returns what a column's default is; `NULL` is none. `is_enum` says that the column's type is an enum, whose values are texts too.
pub(super) fn default<'a>(
    expression: &str,
    is_enum: bool,
    arena: &'a Arena,
) -> Option<DefaultValue<'a>> {
    let (value, cast) = split_cast(expression);
    if value == "NULL" {
        return None;
    }
    let literal = match quoted(value) {
        Some(text) if is_text(cast, is_enum) => Some(Value::Text(arena.keep_text(text))),
        Some(text) if cast.is_some_and(|cast| NUMBERS.contains(&base(cast))) => {
            number(&text, arena)
        }
        Some(_) => None,
        None if cast.is_none_or(|cast| NUMBERS.contains(&base(cast))) => number(bare(value), arena),
        None => None,
    };
    let literal = literal.or(match expression {
        "true" => Some(Value::Bool(true)),
        "false" => Some(Value::Bool(false)),
        _ => None,
    });
    Some(match literal {
        Some(value) => DefaultValue::Literal(value),
        None => DefaultValue::Expression(arena.keep_text(expression.to_owned())),
    })
}

fn is_text(cast: Option<&str>, is_enum: bool) -> bool {
    cast.is_none_or(|cast| is_enum || TEXTS.contains(&base(cast)))
}

/// Returns a type without its length.
fn base(cast: &str) -> &str {
    cast.split_once('(').map_or(cast, |(base, _)| base).trim_end()
}

/// Returns a value, and the type to which it is cast last of all, if the cast is all that is done to it.
fn split_cast(expression: &str) -> (&str, Option<&str>) {
    let (mut depth, mut at, mut cast) = (0_usize, 0, None);
    for (_, token) in tokens(expression, Postgres.syntax()) {
        match token {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            "::" if depth == 0 => cast = Some(at),
            _ => {}
        }
        at += token.len();
    }
    let split = cast.and_then(|at| Some((expression.get(..at)?, expression.get(at + 2..)?)));
    match split {
        Some((value, ty)) => (value, Some(ty)),
        None => (expression, None),
    }
}

/// Returns the text of a string literal, if that is all there is.
fn quoted(text: &str) -> Option<String> {
    let escaped = text.strip_prefix('E');
    let inner = escaped.unwrap_or(text).strip_prefix('\'')?.strip_suffix('\'')?;
    let undone = inner.replace("''", "\0");
    if undone.contains('\'') {
        return None;
    }
    let undone = undone.replace('\0', "'");
    Some(if escaped.is_some() { undone.replace("\\\\", "\\") } else { undone })
}

fn number<'a>(text: &str, arena: &'a Arena) -> Option<Value<'a>> {
    match text.parse() {
        Ok(whole) => Some(Value::Int(whole)),
        Err(_) if is_number(text) => Some(Value::Decimal(arena.keep_text(text.to_owned()))),
        Err(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parentheses_around_all_of_an_expression_go() {
        for (text, without) in [
            ("((a > 0))", "a > 0"),
            ("(a) AND (b)", "(a) AND (b)"),
            ("((a) AND (b))", "(a) AND (b)"),
            ("(a = ')(')", "a = ')('"),
            ("(\"(\" > 1)", "\"(\" > 1"),
            ("lower(a)", "lower(a)"),
            ("()", ""),
            ("(", "("),
            ("", ""),
        ] {
            assert_eq!(bare(text), without, "{text}");
        }
    }

    #[test]
    fn a_plain_value_is_a_literal() {
        use DefaultValue::{Expression, Literal};
        let arena = Arena::default();
        for (text, value) in [
            ("'x'::character varying", Some(Literal(Value::Text("x")))),
            ("'it''s'::text", Some(Literal(Value::Text("it's")))),
            ("E'a\\\\b'::text", Some(Literal(Value::Text("a\\b")))),
            ("'x'::character(2)", Some(Literal(Value::Text("x")))),
            ("''::text", Some(Literal(Value::Text("")))),
            ("'-1'::integer", Some(Literal(Value::Int(-1)))),
            ("0", Some(Literal(Value::Int(0)))),
            ("(0)::numeric", Some(Literal(Value::Int(0)))),
            ("'0.50'::numeric(10,2)", Some(Literal(Value::Decimal("0.50")))),
            ("0.00", Some(Literal(Value::Decimal("0.00")))),
            ("true", Some(Literal(Value::Bool(true)))),
            ("NULL::character varying", None),
            ("NULL", None),
            ("'{}'::jsonb", Some(Expression("'{}'::jsonb"))),
            ("'NaN'::numeric", Some(Expression("'NaN'::numeric"))),
            ("('a'::text || 'b'::text)", Some(Expression("('a'::text || 'b'::text)"))),
            ("now()", Some(Expression("now()"))),
            ("nextval('s'::regclass)", Some(Expression("nextval('s'::regclass)"))),
        ] {
            assert_eq!(default(text, false, &arena), value, "{text}");
        }
        assert_eq!(default("'ok'::mood", true, &arena), Some(Literal(Value::Text("ok"))));
    }
}
