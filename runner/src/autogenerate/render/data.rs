//! Values, texts and lists, and the operations on rows.

use std::fmt::Write;

use migration_api::Value;
use migration_api::ops::{BulkInsert, Execute, Parameter};

use super::parts::Parts;
use super::source::{Calls, invocation};

/// How many quotes and backslashes a text holds before a raw literal reads better.
const MANY_ESCAPES: usize = 3;

/// Returns a text as a literal.
pub(super) fn text(text: &str) -> String {
    let escapes = text.chars().filter(|c| matches!(c, '"' | '\\')).count();
    if escapes >= MANY_ESCAPES && !text.contains(['\n', '\t']) && is_plain(text) {
        raw(text)
    } else {
        escaped(text)
    }
}

/// Returns SQL as a literal: one of several lines as it stands, since its line breaks and spaces count.
pub(super) fn sql(sql: &str) -> String {
    if sql.contains('\n') && is_plain(sql) { raw(sql) } else { text(sql) }
}

/// Returns whether a raw literal can hold a text: the compiler takes neither a lone carriage return in it nor characters
/// that turn the direction of writing, and other invisible ones are better seen.
fn is_plain(text: &str) -> bool {
    text.chars().all(|c| {
        matches!(c, '\n' | '\t' | '"' | '\\' | '\'') || escape(c).chars().eq(std::iter::once(c))
    })
}

/// Returns a character as it stands within a text: an accent of the letter before it stays.
fn escape(c: char) -> String {
    let shown = format!("{:?}", format!("a{c}"));
    shown[2..shown.len() - 1].to_owned()
}

fn raw(text: &str) -> String {
    let mut hashes = String::new();
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    format!("r{hashes}\"{text}\"{hashes}")
}

fn escaped(text: &str) -> String {
    let mut literal = String::from("\"");
    for c in text.chars() {
        match c {
            // `\0` before a digit is taken for an octal escape by readers, and by clippy.
            '\0' => literal.push_str("\\x00"),
            _ => literal.push_str(&escape(c)),
        }
    }
    literal.push('"');
    literal
}

/// Returns the elements as a borrowed list.
pub(super) fn list(elements: impl IntoIterator<Item = String>) -> String {
    format!("&[{}]", elements.into_iter().collect::<Vec<_>>().join(", "))
}

/// Returns a list of texts.
pub(super) fn texts(texts: &[&str]) -> String {
    list(texts.iter().map(|it| text(it)))
}

/// Returns a list of pairs of texts.
pub(super) fn pairs(pairs: &[(&str, &str)]) -> String {
    list(pairs.iter().map(|(key, value)| format!("({}, {})", text(key), text(value))))
}

/// Returns a value, as it may stand where a `Value` is wanted.
pub(super) fn value(value: Value<'_>) -> String {
    match value {
        Value::Null => "Value::Null".to_owned(),
        Value::Bool(it) => format!("{it}.into()"),
        Value::Int(it) => match i32::try_from(it) {
            Ok(_) => format!("{}.into()", signed(it < 0, &it.to_string())),
            Err(_) => format!("{}.into()", signed(it < 0, &format!("{it}_i64"))),
        },
        Value::Float(it) => format!("{}.into()", float(it)),
        Value::Decimal(it) => format!("Value::Decimal({})", text(it)),
        Value::Text(it) => format!("{}.into()", text(it)),
        Value::Bytes(it) => format!("Value::Bytes(b\"{}\")", it.escape_ascii()),
        Value::Date(it) => format!("{}.into()", date(it)),
        Value::Time(it) => format!("{}.into()", time(it)),
        Value::Timestamp(it) => format!("{}.into()", timestamp(it)),
        Value::TimestampTz(it) => format!("TimestampTz({}).into()", timestamp(it.0)),
        Value::Uuid(it) => {
            let digits = it.to_string().replace('-', "_");
            format!("UuidValue::new(0x{digits}).into()")
        }
        Value::Json(it) => format!("Value::Json({})", text(it)),
    }
}

/// Returns a number on which a method can be called: a sign would come after it.
fn signed(is_negative: bool, number: &str) -> String {
    if is_negative { format!("({number})") } else { number.to_owned() }
}

fn float(number: f64) -> String {
    use std::f64::consts;
    if number.is_nan() {
        return "f64::NAN".to_owned();
    }
    if number.is_infinite() {
        return if number > 0.0 { "f64::INFINITY" } else { "f64::NEG_INFINITY" }.to_owned();
    }
    // Clippy refuses the first digits of a famous number, unless they are written in another way.
    let famous = [
        consts::E,
        consts::FRAC_1_PI,
        consts::FRAC_1_SQRT_2,
        consts::FRAC_2_PI,
        consts::FRAC_2_SQRT_PI,
        consts::FRAC_PI_2,
        consts::FRAC_PI_3,
        consts::FRAC_PI_4,
        consts::FRAC_PI_6,
        consts::FRAC_PI_8,
        consts::LN_2,
        consts::LN_10,
        consts::LOG10_2,
        consts::LOG2_10,
        consts::LOG10_E,
        consts::LOG2_E,
        consts::PI,
        consts::SQRT_2,
        consts::TAU,
    ];
    let is_famous = famous.iter().any(|it| (it - number.abs()).abs() < 0.01);
    let digits = if is_famous { scaled(number) } else { format!("{number:?}") };
    signed(number.is_sign_negative(), &digits)
}

/// Writes a number as a whole one and a power of ten: 3.14 as `314e-2`.
fn scaled(number: f64) -> String {
    let digits = format!("{number:?}");
    let decimals = digits.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let whole = digits.replace('.', "");
    let sign = if number.is_sign_negative() { "-" } else { "" };
    let whole = whole.trim_start_matches(['-', '0']);
    format!("{sign}{whole}e-{decimals}")
}

fn date(it: migration_api::Date) -> String {
    format!("DateValue::new({}, {}, {})", it.year, it.month, it.day)
}

fn time(it: migration_api::Time) -> String {
    let mut source = format!("TimeValue::new({}, {}, {})", it.hour, it.minute, it.second);
    if it.microsecond != 0 {
        // Writing to a `String` cannot fail.
        let _ = write!(source, ".microsecond({})", it.microsecond);
    }
    source
}

fn timestamp(it: migration_api::Timestamp) -> String {
    format!("TimestampValue::new({}, {})", date(it.date), time(it.time))
}

/// Returns the statement that runs SQL.
pub(super) fn execute(op: &Execute<'_>) -> String {
    let parameter = |(name, it): &Parameter<'_>| format!("({}, {})", text(name), value(*it));
    let parameters = list(op.parameters.iter().map(parameter));
    Calls::on("ctx", "execute", &[sql(op.sql), parameters]).statement()
}

/// Returns the statement that inserts rows.
pub(super) fn bulk_insert(parts: &mut Parts<'_>, op: &BulkInsert<'_>) -> String {
    let rows = op.rows.iter().map(|row| list(row.iter().map(|it| value(*it))));
    let arguments = [parts.name(op.table), texts(op.columns), list(rows)];
    invocation("bulk_insert", &arguments)
}
