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
            Err(_) if matches!(it, i64::MIN | i64::MAX) => format!("{}.into()", whole(it)),
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

/// Returns a whole number, by its name where that is better known.
pub(super) fn whole(number: i64) -> String {
    match number {
        i64::MIN => "i64::MIN".to_owned(),
        i64::MAX => "i64::MAX".to_owned(),
        _ => number.to_string(),
    }
}

/// Returns a number on which a method can be called: a sign would come after it.
fn signed(is_negative: bool, number: &str) -> String {
    if is_negative { format!("({number})") } else { number.to_owned() }
}

fn float(number: f64) -> String {
    if number.is_nan() {
        return "f64::NAN".to_owned();
    }
    if number.is_infinite() {
        return if number > 0.0 { "f64::INFINITY" } else { "f64::NEG_INFINITY" }.to_owned();
    }
    match FAMOUS.iter().find(|(_, it)| (it - number.abs()).abs() < 0.01) {
        Some((name, it)) if *it == number && !name.is_empty() => {
            format!("std::f64::consts::{name}")
        }
        Some(_) => fraction(number),
        None => signed(number.is_sign_negative(), &format!("{number:?}")),
    }
}

/// Numbers whose first digits clippy refuses as a number written by hand.
const FAMOUS: [(&str, f64); 21] = {
    use std::f64::consts;
    [
        ("E", consts::E),
        ("FRAC_1_PI", consts::FRAC_1_PI),
        ("FRAC_1_SQRT_2", consts::FRAC_1_SQRT_2),
        ("FRAC_2_PI", consts::FRAC_2_PI),
        ("FRAC_2_SQRT_PI", consts::FRAC_2_SQRT_PI),
        ("FRAC_PI_2", consts::FRAC_PI_2),
        ("FRAC_PI_3", consts::FRAC_PI_3),
        ("FRAC_PI_4", consts::FRAC_PI_4),
        ("FRAC_PI_6", consts::FRAC_PI_6),
        ("FRAC_PI_8", consts::FRAC_PI_8),
        ("LN_2", consts::LN_2),
        ("LN_10", consts::LN_10),
        ("LOG10_2", consts::LOG10_2),
        ("LOG2_10", consts::LOG2_10),
        ("LOG10_E", consts::LOG10_E),
        ("LOG2_E", consts::LOG2_E),
        ("PI", consts::PI),
        ("SQRT_2", consts::SQRT_2),
        ("TAU", consts::TAU),
        // Not all compilers of ours have a name for these two.
        ("", 1.618_033_988_749_895),
        ("", 0.577_215_664_901_532_9),
    ]
};

/// Writes a number as a fraction, 3.14 as `314.0 / 100.0`, where that gives the very same number, else by its bits.
fn fraction(number: f64) -> String {
    let digits = format!("{number:?}");
    let decimals = digits.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let whole: Option<f64> = digits.replace('.', "").parse().ok();
    let parts = whole.map(|whole| (whole, 10_f64.powi(i32::try_from(decimals).unwrap_or(0))));
    match parts {
        Some((whole, parts)) if whole / parts == number => format!("({whole:?} / {parts:?})"),
        _ => format!("f64::from_bits({:#x})", number.to_bits()),
    }
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
