//! Values in their text form, to PostgreSQL's binary form: for a driver that sends no other.

use super::binary::{ValueType, oid};
use super::numeric;
use crate::value::{Date, Time, Timestamp, TimestampTz, Uuid};

/// Returns the binary form of a text that the server would read as this type.
pub(in crate::connection) fn encode(ty: ValueType<'_>, text: &str) -> Result<Vec<u8>, Unencoded> {
    if ty.is_text {
        return Ok(text.into());
    }
    let trimmed = text.trim();
    let bytes = match ty.oid {
        oid::TEXT
        | oid::VARCHAR
        | oid::BPCHAR
        | oid::NAME
        | oid::CHAR
        | oid::UNKNOWN
        | oid::JSON => Some(text.into()),
        oid::JSONB => Some([b"\x01", text.as_bytes()].concat()),
        oid::BOOL => boolean(trimmed).map(|value| vec![value.into()]),
        oid::INT2 => trimmed.parse::<i16>().ok().map(|value| value.to_be_bytes().into()),
        oid::INT4 => trimmed.parse::<i32>().ok().map(|value| value.to_be_bytes().into()),
        oid::INT8 => trimmed.parse::<i64>().ok().map(|value| value.to_be_bytes().into()),
        oid::OID => trimmed.parse::<u32>().ok().map(|value| value.to_be_bytes().into()),
        oid::FLOAT4 => trimmed.parse::<f32>().ok().map(|value| value.to_be_bytes().into()),
        oid::FLOAT8 => trimmed.parse::<f64>().ok().map(|value| value.to_be_bytes().into()),
        oid::NUMERIC => numeric::write(trimmed),
        oid::BYTEA => bytea(text),
        oid::UUID => trimmed.parse::<Uuid>().ok().map(|value| value.0.into()),
        oid::DATE => date(trimmed).map(|days| days.to_be_bytes().into()),
        oid::TIME => trimmed.parse().ok().map(|time| microseconds(time).to_be_bytes().into()),
        oid::TIMESTAMP => moment(trimmed, false).map(|value| value.to_be_bytes().into()),
        oid::TIMESTAMPTZ => moment(trimmed, true).map(|value| value.to_be_bytes().into()),
        _ => return Err(Unencoded::Type(ty.name.to_string())),
    };
    bytes.ok_or_else(|| Unencoded::Value { ty: ty.name.to_string(), text: text.to_owned() })
}

/// Returns the binary form of an array's text, of one dimension: `{a,"b c",NULL}`.
///
/// <https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO>
pub(in crate::connection) fn encode_array(
    element: ValueType<'_>,
    text: &str,
) -> Result<Vec<u8>, Unencoded> {
    let damaged = || Unencoded::Value { ty: format!("{}[]", element.name), text: text.to_owned() };
    let elements = elements(text).ok_or_else(damaged)?;
    let has_null = elements.iter().any(Option::is_none);
    let length = |count: usize| i32::try_from(count).map_err(|_| damaged());
    let dimensions = i32::from(!elements.is_empty());
    let mut bytes =
        [dimensions, i32::from(has_null), element.oid.cast_signed()].map(i32::to_be_bytes).concat();
    if !elements.is_empty() {
        bytes.extend([length(elements.len())?, 1].map(i32::to_be_bytes).concat());
    }
    for value in elements {
        match value {
            Some(text) => {
                let value = encode(element, &text)?;
                bytes.extend(length(value.len())?.to_be_bytes());
                bytes.extend(value);
            }
            None => bytes.extend((-1_i32).to_be_bytes()),
        }
    }
    Ok(bytes)
}

/// Reads the elements of an array of one dimension; `None` is NULL.
fn elements(text: &str) -> Option<Vec<Option<String>>> {
    let inside = text.trim().strip_prefix('{')?.strip_suffix('}')?;
    let mut elements = Vec::new();
    let mut rest = inside.trim_start();
    while !rest.is_empty() {
        let (element, behind) = match rest.strip_prefix('"') {
            Some(quoted) => {
                let (element, behind) = quoted_element(quoted)?;
                (Some(element), behind)
            }
            None => {
                let (element, behind) = rest.split_at(rest.find(',').unwrap_or(rest.len()));
                let element = element.trim_end();
                if element.is_empty() || element.contains(['{', '}', '"', '\\']) {
                    return None;
                }
                let is_null = element.eq_ignore_ascii_case("null");
                ((!is_null).then(|| element.to_owned()), behind)
            }
        };
        elements.push(element);
        rest = match behind.trim_start() {
            "" => "",
            behind => behind.strip_prefix(',').map(str::trim_start).filter(|it| !it.is_empty())?,
        };
    }
    Some(elements)
}

/// Reads an element to its closing quote; returns what stands behind that too.
fn quoted_element(text: &str) -> Option<(String, &str)> {
    let mut element = String::new();
    let mut characters = text.char_indices();
    while let Some((at, c)) = characters.next() {
        match c {
            '\\' => element.push(characters.next()?.1),
            '"' => return Some((element, &text[at + 1..])),
            other => element.push(other),
        }
    }
    None
}

/// Why a text has no binary form here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::connection) enum Unencoded {
    /// The type's binary form is not written.
    Type(String),
    /// The text is none of the type, or not in the form that is read here.
    Value { ty: String, text: String },
}

/// Reads the server's words for true and false: any beginning of them that tells which.
///
/// <https://www.postgresql.org/docs/current/datatype-boolean.html>
fn boolean(text: &str) -> Option<bool> {
    let text = text.to_ascii_lowercase();
    match text.as_str() {
        "1" | "on" => Some(true),
        "0" | "of" | "off" => Some(false),
        "" => None,
        _ if "true".starts_with(&text) || "yes".starts_with(&text) => Some(true),
        _ if "false".starts_with(&text) || "no".starts_with(&text) => Some(false),
        _ => None,
    }
}

/// Reads the hexadecimal form, and of the other what needs no backslash.
fn bytea(text: &str) -> Option<Vec<u8>> {
    let Some(digits) = text.strip_prefix("\\x") else {
        return (!text.contains('\\')).then(|| text.into());
    };
    let digits: Vec<u32> = digits.chars().map(|c| c.to_digit(16)).collect::<Option<_>>()?;
    let pairs = digits.chunks(2).map(|pair| match pair {
        [high, low] => u8::try_from(high << 4 | low).ok(),
        _ => None,
    });
    pairs.collect()
}

const MICROSECONDS_A_DAY: i64 = 86_400_000_000;

fn date(text: &str) -> Option<i32> {
    match text.to_ascii_lowercase().as_str() {
        "infinity" => return Some(i32::MAX),
        "-infinity" => return Some(i32::MIN),
        _ => {}
    }
    let (text, before_christ) = era(text);
    i32::try_from(days(christian(text.parse().ok()?, before_christ)?)).ok()
}

fn moment(text: &str, with_zone: bool) -> Option<i64> {
    match text.to_ascii_lowercase().as_str() {
        "infinity" => return Some(i64::MAX),
        "-infinity" => return Some(i64::MIN),
        _ => {}
    }
    let (text, before_christ) = era(text);
    let at: Timestamp = match with_zone {
        // Without a zone it would be in the session's, which only the server knows.
        true if !["Z", "+00", "+00:00"].iter().any(|zone| text.ends_with(zone)) => return None,
        true => text.parse::<TimestampTz>().ok()?.0,
        false => text.parse().ok()?,
    };
    let days = days(christian(at.date, before_christ)?);
    days.checked_mul(MICROSECONDS_A_DAY)?.checked_add(microseconds(at.time))
}

fn era(text: &str) -> (&str, bool) {
    match text.strip_suffix(" BC") {
        Some(rest) => (rest, true),
        None => (text, false),
    }
}

/// Returns the date with its year counted through: the year before 1 is 0.
fn christian(date: Date, before_christ: bool) -> Option<Date> {
    match before_christ {
        true => Some(Date { year: 1_i32.checked_sub(date.year)?, ..date }),
        false => Some(date),
    }
}

fn microseconds(time: Time) -> i64 {
    let seconds =
        i64::from(time.hour) * 3600 + i64::from(time.minute) * 60 + i64::from(time.second);
    seconds * 1_000_000 + i64::from(time.microsecond)
}

/// Returns how many days a date is after 2000-01-01.
///
/// <https://howardhinnant.github.io/date_algorithms.html#days_from_civil>
fn days(date: Date) -> i64 {
    let (month, day) = (i64::from(date.month), i64::from(date.day));
    let year = i64::from(date.year) - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month_from_march = (month + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 730_425
}

#[cfg(test)]
mod tests {
    use super::super::binary;
    use super::*;

    /// What is encoded and read again is the same, as the server would write it.
    #[test]
    fn texts_come_back_from_their_binary_form() {
        for (oid, text, back) in [
            (oid::BOOL, "t", "Bool(true)"),
            (oid::BOOL, "OFF", "Bool(false)"),
            (oid::INT2, " -7 ", "Int(-7)"),
            (oid::INT4, "2147483647", "Int(2147483647)"),
            (oid::INT8, "-9223372036854775808", "Int(-9223372036854775808)"),
            (oid::OID, "4294967295", "Int(4294967295)"),
            (oid::FLOAT4, "0.1", "Float(0.1)"),
            (oid::FLOAT8, "-Infinity", "Float(-inf)"),
            (oid::FLOAT8, "1e300", "Float(1e300)"),
            (oid::NUMERIC, "0", "Decimal(\"0\")"),
            (oid::NUMERIC, "12.50", "Decimal(\"12.50\")"),
            (oid::NUMERIC, "-10000.0001", "Decimal(\"-10000.0001\")"),
            (oid::NUMERIC, "0.00000001", "Decimal(\"0.00000001\")"),
            (
                oid::NUMERIC,
                "123456789012345678901234567890",
                "Decimal(\"123456789012345678901234567890\")",
            ),
            (oid::NUMERIC, "1.5e3", "Decimal(\"1500\")"),
            (oid::NUMERIC, "25e-5", "Decimal(\"0.00025\")"),
            (oid::NUMERIC, "NaN", "Decimal(\"NaN\")"),
            (oid::NUMERIC, "-Infinity", "Decimal(\"-Infinity\")"),
            (oid::TEXT, " ä ", "Text(\" ä \")"),
            (oid::BYTEA, "\\x00ff", "Bytes([0, 255])"),
            (oid::DATE, "2024-02-29", "Date(Date { year: 2024, month: 2, day: 29 })"),
            (oid::DATE, "0045-03-15 BC", "Date(Date { year: -44, month: 3, day: 15 })"),
            (oid::JSONB, "[1]", "Json(\"[1]\")"),
        ] {
            let name = "it";
            let ty = ValueType { oid, name: &name, is_text: false };
            let cell = binary::cell(ty, &encode(ty, text).unwrap()).unwrap();
            assert_eq!(format!("{cell:?}"), back, "{text}");
        }
        for (oid, text) in [
            (oid::TIME, "13:45:00.250000"),
            (oid::TIMESTAMP, "1999-12-31 23:59:59.999999"),
            (oid::TIMESTAMPTZ, "2024-05-31 13:45:00+00:00"),
            (oid::UUID, "67e55044-10b1-426f-9247-bb680e5fe0c8"),
        ] {
            let ty = ValueType { oid, name: &"it", is_text: false };
            let cell = binary::cell(ty, &encode(ty, text).unwrap()).unwrap();
            assert_eq!(cell.to_string(), text);
        }
    }

    #[test]
    fn arrays_have_their_elements() {
        let text = |text: &str| Some(text.to_owned());
        for (literal, all) in [
            ("{}", vec![]),
            ("{a, b}", vec![text("a"), text("b")]),
            (
                r#"{"a, b" ,NULL,"nu\"ll","",null}"#,
                vec![text("a, b"), None, text("nu\"ll"), text(""), None],
            ),
        ] {
            assert_eq!(elements(literal), Some(all), "{literal}");
        }
        for literal in ["", "a", "{a,}", "{{a}}", "{\"a}", "{\"a\"b}"] {
            assert_eq!(elements(literal), None, "{literal}");
        }
        let ty = ValueType { oid: oid::INT2, name: &"int2", is_text: false };
        let bytes = [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 21, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 0, 7];
        assert_eq!(encode_array(ty, "{7}").unwrap(), bytes);
        assert!(encode_array(ty, "{x}").is_err());
    }

    #[test]
    fn what_is_none_of_the_type_is_refused() {
        for (oid, text) in [
            (oid::BOOL, "maybe"),
            (oid::INT2, "32768"),
            (oid::NUMERIC, "1.2.3"),
            (oid::NUMERIC, "e5"),
            (oid::BYTEA, "\\x0"),
            (oid::BYTEA, "a\\b"),
            (oid::DATE, "31.12.2024"),
            (oid::TIMESTAMPTZ, "2024-05-31 13:45:00"),
            (869, "127.0.0.1"),
        ] {
            let ty = ValueType { oid, name: &"it", is_text: false };
            assert!(encode(ty, text).is_err(), "{text}");
        }
    }
}
