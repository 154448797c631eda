//! The head of an author's statement for a function, procedure or trigger.

use std::ops::Range;

use super::rows::quoted_length;

/// Returns the statement with other names in it: `name` for what it creates, and `table` for the one that a trigger stands on. Nothing
/// comes back for a statement that creates none of these.
pub(super) fn renamed(sql: &str, name: &str, table: Option<&str>) -> Option<String> {
    let tokens = tokens(sql);
    let word = |at: usize| tokens.get(at).and_then(|range| sql.get(range.clone())).unwrap_or("");
    let is = |at: usize, expected: &str| word(at).eq_ignore_ascii_case(expected);
    if !is(0, "CREATE") {
        return None;
    }
    let kinds = ["FUNCTION", "PROCEDURE", "TRIGGER"];
    let kind = (1..tokens.len()).find(|at| kinds.iter().any(|kind| is(*at, kind)))?;
    let guarded = is(kind + 1, "IF") && is(kind + 2, "NOT") && is(kind + 3, "EXISTS");
    let first = if guarded { kind + 4 } else { kind + 1 };
    let qualified = |at: usize| word(at + 1) == ".";
    let place = |at: usize| -> Option<Range<usize>> {
        let last = if qualified(at) { at + 2 } else { at };
        Some(tokens.get(at)?.start..tokens.get(last)?.end)
    };
    let own = place(first)?;
    let mut written = format!("{}{name}", sql.get(..own.start)?);
    let mut from = own.end;
    if is(kind, "TRIGGER") {
        let on = (first + 1..tokens.len()).find(|at| is(*at, "ON") && word(at - 1) != ".")?;
        let of = place(on + 1)?;
        written.extend([sql.get(from..of.start)?, table?]);
        from = of.end;
    }
    Some(written + sql.get(from..)?)
}

/// Returns where words, quoted names and signs stand; comments and spaces are left out.
fn tokens(sql: &str) -> Vec<Range<usize>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(rest) = sql.get(at..).filter(|rest| !rest.is_empty()) {
        let (length, counts) = token(rest);
        if counts {
            tokens.push(at..at + length);
        }
        at += length;
    }
    tokens
}

/// Returns how long the piece at the front is, and whether it is more than a comment or space.
fn token(rest: &str) -> (usize, bool) {
    let until = |end: &str| rest.find(end).map_or(rest.len(), |at| at + end.len());
    let Some(first) = rest.chars().next() else { return (0, false) };
    let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    match first {
        '#' => (until("\n"), false),
        '-' if rest.starts_with("--") => (until("\n"), false),
        '/' if rest.starts_with("/*") => (until("*/"), false),
        '`' | '\'' | '"' => (whole_quoted_length(rest, first), true),
        it if it.is_whitespace() => (it.len_utf8(), false),
        it if is_word(it) => (rest.find(|c| !is_word(c)).unwrap_or(rest.len()), true),
        it => (it.len_utf8(), true),
    }
}

/// Returns how long a quoted name or text is, with the quotes that stand twice in it.
fn whole_quoted_length(text: &str, quote: char) -> usize {
    let mut length = quoted_length(text, quote);
    while let Some(rest) = text.get(length..).filter(|rest| rest.starts_with(quote)) {
        length += quoted_length(rest, quote);
    }
    length
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_created_and_the_table_have_other_names() {
        for (sql, expected) in [
            (
                "CREATE FUNCTION f(a int) RETURNS int RETURN 1",
                "CREATE FUNCTION N(a int) RETURNS int RETURN 1",
            ),
            (
                "create definer=`function`@`%` /* trigger */ procedure if not exists `a b`.`c``d`() begin end",
                "create definer=`function`@`%` /* trigger */ procedure if not exists N() begin end",
            ),
            (
                "-- it\nCREATE OR REPLACE TRIGGER db . tr BEFORE INSERT ON db.`t` FOR EACH ROW SET @on = 1",
                "-- it\nCREATE OR REPLACE TRIGGER N BEFORE INSERT ON T FOR EACH ROW SET @on = 1",
            ),
        ] {
            assert_eq!(renamed(sql, "N", Some("T")).as_deref(), Some(expected));
        }
        for sql in
            ["", "DROP FUNCTION f", "CREATE TABLE t (a int)", "CREATE TRIGGER t", "CREATE FUNCTION"]
        {
            assert_eq!(renamed(sql, "N", Some("T")), None, "{sql}");
        }
    }
}
