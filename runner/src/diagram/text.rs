//! Texts as a picture holds them: how much room they take, and what does not fit.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Replaces what XML cannot hold.
pub(super) fn printable(text: &str) -> String {
    let taken = |c: char| match c {
        '\n' => c,
        c if c.is_control() || c == '\u{fffe}' || c == '\u{ffff}' => '\u{fffd}',
        c => c,
    };
    text.chars().map(taken).collect()
}

/// Returns how wide a text is at most, with letters of this width.
pub(super) fn width(text: &str, letter: f64) -> f64 {
    text.width() as f64 * letter
}

/// Returns a text on one line that is no wider than so many columns; what is cut off is told by `…`.
pub(super) fn shorten(text: &str, limit: usize) -> String {
    let text = text.replace(char::is_control, " ");
    if text.width() <= limit {
        return text;
    }
    let mut columns = 0;
    let fits = |c: &char| {
        columns += c.width().unwrap_or(0);
        columns < limit
    };
    text.chars().take_while(fits).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_by_the_room_that_they_take() {
        for (text, limit, shown) in [
            ("", 3, String::new()),
            ("abc", 3, "abc".into()),
            ("abcd", 3, "ab…".into()),
            ("a\tb", 3, "a b".into()),
            (&"日".repeat(21), 40, format!("{}…", "日".repeat(19))),
        ] {
            assert_eq!(shorten(text, limit), shown);
        }
    }

    #[test]
    fn what_xml_cannot_hold_is_replaced() {
        assert_eq!(printable("a\u{1}\nb"), "a\u{fffd}\nb");
    }
}
