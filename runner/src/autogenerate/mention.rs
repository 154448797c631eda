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

/// Returns a text with other names in it, the old one first in each pair; texts in quotes stay as they are.
pub(super) fn with_words(sql: &str, renamed: &[(&str, &str)]) -> String {
    let mut text = String::with_capacity(sql.len());
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '\'' => quoted(rest, first),
            _ if is_quote(first) => quoted(rest, first),
            _ if is_of_word(first) => rest.find(|c| !is_of_word(c)).unwrap_or(rest.len()),
            _ => first.len_utf8(),
        };
        let (word, behind) = rest.split_at(length);
        rest = behind;
        let name = word.trim_matches(is_quote);
        match renamed.iter().find(|(old, _)| *old == name) {
            Some((_, new)) => text.push_str(&word.replacen(name, new, 1)),
            None => text.push_str(word),
        }
    }
    text
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
    fn names_are_replaced_but_not_within_texts() {
        for (sql, replaced) in [
            ("mail ~ 'mail' AND \"mail\" <> email", "post ~ 'mail' AND \"post\" <> email"),
            ("lower(mail)", "lower(post)"),
            ("'it''s mail' = é.mail", "'it''s mail' = é.post"),
        ] {
            assert_eq!(with_words(sql, &[("mail", "post")]), replaced, "{sql}");
        }
    }

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
