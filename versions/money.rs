//! Amounts of money, as revisions move them. Revisions use it as `crate::money`.

/// Reads an amount such as `12.50` or `3` as whole cents; `None` where it is no amount.
pub fn cents(amount: &str) -> Option<i64> {
    let (whole, part) = amount.split_once('.').unwrap_or((amount, "0"));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || part.is_empty() || part.len() > 2 || !digits(whole) || !digits(part) {
        return None;
    }
    let tens = if part.len() == 1 { 10 } else { 1 };
    Some(whole.parse::<i64>().ok()?.checked_mul(100)? + part.parse::<i64>().ok()? * tens)
}

/// Writes whole cents as an amount: `1250` as `12.50`.
pub fn amount(cents: i64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_read_to_the_cent() {
        for (text, wanted) in [
            ("12.50", Some(1250)),
            ("3", Some(300)),
            ("0.5", Some(50)),
            ("", None),
            ("1.234", None),
            ("-1", None),
            ("a", None),
        ] {
            assert_eq!(cents(text), wanted, "{text}");
        }
        assert_eq!(amount(1205), "12.05");
    }
}
