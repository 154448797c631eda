//! Names and texts inside SQL.

/// Returns whether an identifier, unless reserved, means the same with and without quotes on
/// every database: lower-case ASCII letters, digits, `_` and `$`, and no digit or `$` first.
pub fn is_plain_identifier(identifier: &str) -> bool {
    let starts_well = identifier.starts_with(|c: char| c.is_ascii_lowercase() || c == '_');
    starts_well
        && identifier.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'$'))
}

/// Returns `text` as a string literal of standard SQL.
pub fn quoted_text(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Returns whether `text` is a number as SQL writes them: `-12.50`, `1e300`.
pub fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent),
        None => (unsigned, "0"),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
    [whole, fraction, exponent]
        .iter()
        .all(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_digits_with_a_point_and_an_exponent_at_most() {
        for text in ["0", "-12.50", "1e300", "1.5E-7", "2e+2"] {
            assert!(is_number(text), "{text}");
        }
        for text in ["", "-", "--1", "1.", ".5", "1e", "NaN", "0x1f", "1 ", "1;", "1_000", "１"] {
            assert!(!is_number(text), "{text}");
        }
    }

    #[test]
    fn an_identifier_of_odd_characters_is_not_plain() {
        for name in ["account", "_a1", "a$b"] {
            assert!(is_plain_identifier(name), "{name}");
        }
        for name in ["", "1a", "$a", "Account", "a b", "a-b", "é", "a\"b"] {
            assert!(!is_plain_identifier(name), "{name}");
        }
    }
}
