//! PostgreSQL's binary decimals, as exact text.

use super::binary::Reader;

/// What the sign word says.
const NEGATIVE: u16 = 0x4000;
const NAN: u16 = 0xC000;
const INFINITY: u16 = 0xD000;
const MINUS_INFINITY: u16 = 0xF000;

/// Reads a `numeric`: groups of four decimal digits, of which `weight + 1` stand before the point.
///
/// <https://github.com/postgres/postgres/blob/master/src/backend/utils/adt/numeric.c>
pub(super) fn read(bytes: &[u8]) -> Option<String> {
    let mut reader = Reader::new(bytes);
    let count = reader.u16()?;
    let weight = i32::from(reader.u16()?.cast_signed());
    let sign = reader.u16()?;
    let scale = usize::from(reader.u16()?);
    match sign {
        NAN => return Some("NaN".into()),
        INFINITY => return Some("Infinity".into()),
        MINUS_INFINITY => return Some("-Infinity".into()),
        _ => {}
    }
    let groups: Vec<u16> = (0..count).map(|_| reader.u16()).collect::<Option<_>>()?;
    let group = |power: i32| {
        let at = usize::try_from(weight - power).ok();
        at.and_then(|at| groups.get(at)).copied().unwrap_or(0)
    };

    let mut whole: String = (0..=weight.max(0)).rev().map(|p| format!("{:04}", group(p))).collect();
    let zeros = whole.len() - whole.trim_start_matches('0').len();
    whole.drain(..zeros.min(whole.len() - 1));
    let fraction_groups = i32::try_from(scale.div_ceil(4)).ok()?;
    let mut fraction: String =
        (1..=fraction_groups).map(|power| format!("{:04}", group(-power))).collect();
    fraction.truncate(scale);

    let sign = if sign == NEGATIVE { "-" } else { "" };
    let point = if fraction.is_empty() { "" } else { "." };
    Some(format!("{sign}{whole}{point}{fraction}"))
}

/// Writes a `numeric` of a decimal's text, which may have an exponent.
#[cfg(feature = "sqlx-postgres")]
pub(super) fn write(text: &str) -> Option<Vec<u8>> {
    let special = match text.to_ascii_lowercase().as_str() {
        "nan" => Some(NAN),
        "infinity" | "+infinity" | "inf" | "+inf" => Some(INFINITY),
        "-infinity" | "-inf" => Some(MINUS_INFINITY),
        _ => None,
    };
    if let Some(sign) = special {
        return Some(words(&[0, 0, sign, 0]));
    }
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (NEGATIVE, rest),
        None => (0, text.strip_prefix('+').unwrap_or(text)),
    };
    let (mantissa, exponent) = digits.split_once(['e', 'E']).unwrap_or((digits, "0"));
    let exponent: i32 =
        exponent.parse().ok().filter(|it| (-MAX_EXPONENT..=MAX_EXPONENT).contains(it))?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // How many digits stand before the point, and behind it.
    let before = i32::try_from(whole.len()).ok()? + exponent;
    let scale = (i32::try_from(fraction.len()).ok()? - exponent).max(0);
    groups(&digits, before, sign, u16::try_from(scale).ok()?)
}

/// What the server takes at most, and more than any column holds.
#[cfg(feature = "sqlx-postgres")]
const MAX_EXPONENT: i32 = 131_072;

/// Writes digits of which so many stand before the point, in groups of four counted from there.
#[cfg(feature = "sqlx-postgres")]
fn groups(digits: &str, before: i32, sign: u16, scale: u16) -> Option<Vec<u8>> {
    let missing = before.rem_euclid(4);
    let lead = usize::try_from((4 - missing) % 4).ok()?;
    let mut padded = format!("{}{digits}", "0".repeat(lead));
    padded.push_str(&"0".repeat((4 - padded.len() % 4) % 4));
    let mut weight = (before + i32::try_from(lead).ok()?).div_euclid(4) - 1;
    let parsed = padded.as_bytes().chunks(4).map(|group| str::from_utf8(group).ok()?.parse().ok());
    let mut values: Vec<u16> = parsed.collect::<Option<_>>()?;
    // Neither end has groups of zeros.
    let zeros = values.iter().take_while(|value| **value == 0).count();
    values.drain(..zeros);
    weight -= i32::try_from(zeros).ok()?;
    while values.last() == Some(&0) {
        values.pop();
    }
    let (weight, sign) = if values.is_empty() { (0, 0) } else { (weight, sign) };
    let count = u16::try_from(values.len()).ok()?;
    let head = [count, i16::try_from(weight).ok()?.cast_unsigned(), sign, scale];
    Some(words(&[head.as_slice(), values.as_slice()].concat()))
}

#[cfg(feature = "sqlx-postgres")]
fn words(words: &[u16]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_be_bytes()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn binary(weight: i16, sign: u16, scale: u16, groups: &[u16]) -> Vec<u8> {
        let head = [u16::try_from(groups.len()).unwrap(), weight.cast_unsigned(), sign, scale];
        head.iter().chain(groups).flat_map(|word| word.to_be_bytes()).collect()
    }

    #[test]
    fn every_digit_is_kept() {
        for (bytes, text) in [
            (binary(0, 0, 0, &[]), "0"),
            (binary(0, 0, 3, &[]), "0.000"),
            (binary(0, 0, 2, &[12, 5000]), "12.50"),
            (binary(-1, NEGATIVE, 2, &[100]), "-0.01"),
            (binary(-2, 0, 8, &[1]), "0.00000001"),
            (binary(2, 0, 0, &[1]), "100000000"),
            (binary(1, NEGATIVE, 1, &[1, 2, 3000]), "-10002.3"),
            (binary(0, NAN, 0, &[]), "NaN"),
            (binary(0, MINUS_INFINITY, 0, &[]), "-Infinity"),
        ] {
            assert_eq!(read(&bytes).as_deref(), Some(text));
        }
        assert_eq!(read(&[0, 1]), None);
        assert_eq!(read(&binary(0, 0, 0, &[1])[..9]), None);
    }
}
