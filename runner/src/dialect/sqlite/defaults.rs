//! SQL expressions behind `DEFAULT`.

use crate::sql::is_number;

/// Returns an expression as it stands behind `DEFAULT`: in parentheses unless it is a literal or
/// one of the keywords that do without.
///
/// <https://sqlite.org/lang_createtable.html#the_default_clause>
pub(super) fn expression(text: &str) -> String {
    let bare = is_literal(text) || is_clock(text) || in_parentheses(text);
    if bare { text.to_owned() } else { format!("({text})") }
}

/// Returns whether the expression is a literal, the only default that `ADD COLUMN` takes.
pub(super) fn is_literal(text: &str) -> bool {
    let text = text.trim();
    let word = text.to_ascii_uppercase();
    let unsigned = text.strip_prefix('+').unwrap_or(text);
    let after_x = text.strip_prefix(['x', 'X']).unwrap_or(text);
    ["NULL", "TRUE", "FALSE"].contains(&word.as_str()) || is_number(unsigned) || is_text(after_x)
}

/// Returns whether the expression is the literal for no value.
pub(super) fn is_null(text: &str) -> bool {
    text.trim().eq_ignore_ascii_case("NULL")
}

fn is_clock(text: &str) -> bool {
    let word = text.trim().to_ascii_uppercase();
    ["CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME"].contains(&word.as_str())
}

/// Returns whether this is one quoted text, with the quotes in it doubled.
fn is_text(text: &str) -> bool {
    let inner = text.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
    inner.is_some_and(|inner| !inner.replace("''", "").contains('\''))
}

/// Returns whether the first parenthesis closes at the end. A parenthesis in a quoted text may
/// mislead it, which costs a needless pair or none.
fn in_parentheses(text: &str) -> bool {
    let text = text.trim();
    let mut depth = 0;
    let closed = text.char_indices().find(|(_, c)| {
        depth += i32::from(*c == '(') - i32::from(*c == ')');
        depth == 0
    });
    text.starts_with('(') && closed.is_some_and(|(at, _)| at + 1 == text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_that_needs_parentheses_gets_them() {
        for (text, written) in [
            ("0", "0"),
            ("-1.5", "-1.5"),
            ("'it''s'", "'it''s'"),
            ("x'00'", "x'00'"),
            ("null", "null"),
            ("CURRENT_TIMESTAMP", "CURRENT_TIMESTAMP"),
            ("(1 + 2)", "(1 + 2)"),
            ("(1) + (2)", "((1) + (2))"),
            ("datetime('now')", "(datetime('now'))"),
            ("'a' || 'b'", "('a' || 'b')"),
        ] {
            assert_eq!(expression(text), written);
        }
    }
}
