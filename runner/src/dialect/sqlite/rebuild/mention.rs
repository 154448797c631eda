//! Which names a text mentions, by its tokens. It may see a name where another thing of the same
//! name is meant: that stops a rebuild, and loses nothing.

use super::token::{self, Token};

/// Returns whether `sql` has `name` in it, in quotes or not.
pub(super) fn mentions(sql: &str, name: &str) -> bool {
    token::tokens(sql).any(|token| is_named(&token, name))
}

/// Returns `sql` with `table.column` and `schema.table.column` as `column` only.
pub(super) fn without_table(sql: &str, table: &str) -> String {
    let tokens: Vec<_> = token::tokens(sql).filter(|token| !token.is_trivia()).collect();
    let mut shorter = String::new();
    let mut copied = 0;
    for (index, at) in tokens.iter().enumerate() {
        if at.start < copied || !is_named(at, table) || !is_dot(&tokens, index + 1) {
            continue;
        }
        let Some(column) = tokens.get(index + 2) else { break };
        let schema = index.checked_sub(2).filter(|_| is_dot(&tokens, index - 1));
        let first = schema.and_then(|schema| tokens.get(schema)).unwrap_or(at);
        shorter.push_str(sql.get(copied..first.start).unwrap_or_default());
        copied = column.start;
    }
    shorter.push_str(sql.get(copied..).unwrap_or_default());
    shorter
}

fn is_named(token: &Token<'_>, name: &str) -> bool {
    token.identifier().is_some_and(|identifier| token::same_name(&identifier, name))
}

fn is_dot(tokens: &[Token<'_>], index: usize) -> bool {
    tokens.get(index).is_some_and(|token| token.is("."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_found_whatever_its_quotes() {
        for (sql, found) in [
            ("a > 0", true),
            ("[A] > 0", true),
            ("\"a\" = `b`", true),
            ("t.a", true),
            ("'a' = b -- a", false),
            ("aa /* a */", false),
        ] {
            assert_eq!(mentions(sql, "a"), found, "{sql}");
        }
    }

    #[test]
    fn a_column_does_without_its_table() {
        for (sql, shorter) in [
            ("t.a > \"T\".b", "a > b"),
            ("main.t . a > /* t.x */ u.a", "a > /* t.x */ u.a"),
            ("t.t = 't.t' AND t", "t = 't.t' AND t"),
            ("main.t.t", "t"),
        ] {
            assert_eq!(without_table(sql, "t"), shorter);
        }
    }
}
