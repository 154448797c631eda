//! Which names a text of SQL mentions.

/// Returns the words of a text that may be names, quoted ones without their quotes.
///
/// A word in a comment or within a text counts too (`nextval('orders_id_seq')` names a sequence): what is made earlier than it
/// has to be does no harm.
pub(super) fn words(sql: &str) -> impl Iterator<Item = &str> {
    let mut rest = sql;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| !is_of_word(c) && !is_quote(c));
        let first = rest.chars().next()?;
        let length = match is_quote(first) {
            true => quoted(rest, first),
            false => rest.find(|c| !is_of_word(c)).unwrap_or(rest.len()),
        };
        let (word, behind) = rest.split_at(length);
        rest = behind;
        Some(word.trim_matches(is_quote))
    })
}

/// Returns how long the quoted name is; one that does not end is a lone quote.
fn quoted(text: &str, quote: char) -> usize {
    text[1..].find(quote).map_or(1, |end| end + 2)
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '$'
}

fn is_quote(c: char) -> bool {
    c == '"' || c == '`'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_with_and_without_quotes() {
        for (sql, found) in [
            ("", ""),
            ("select a.b from \"Odd name\", `x`", "select|a|b|from|Odd name|x"),
            ("nextval('public.orders_id_seq'::regclass)", "nextval|public|orders_id_seq|regclass"),
            ("\"open é", "|open|é"),
        ] {
            assert_eq!(words(sql).collect::<Vec<_>>().join("|"), found, "{sql}");
        }
    }
}
