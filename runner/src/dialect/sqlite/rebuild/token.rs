//! SQLite's tokens.
//!
//! Unlike the lexer of `sql`, which finds parameters in any database's text, this one tells names
//! from keywords and knows where each stands.
//! <https://sqlite.org/lang_keywords.html>

use std::borrow::Cow;
use std::iter;

use super::super::keywords;

/// A token and where its text begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token<'a> {
    pub(crate) kind: TokenKind,
    pub(crate) text: &'a str,
    pub(crate) start: usize,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    Space,
    LineComment,
    BlockComment,
    /// A keyword, or a name without quotes.
    Word,
    /// A name in double quotes, backquotes or brackets.
    QuotedName,
    /// `'…'`, which SQLite also takes for a name where only a name can stand.
    Text,
    /// A number, or the bytes `x'…'`.
    Value,
    Sign,
}

impl<'a> Token<'a> {
    /// Returns whether this is the keyword.
    pub(crate) fn is(&self, keyword: &str) -> bool {
        matches!(self.kind, TokenKind::Word | TokenKind::Sign)
            && self.text.eq_ignore_ascii_case(keyword)
    }

    /// Returns whether this is a space or a comment.
    pub(crate) fn is_trivia(&self) -> bool {
        matches!(self.kind, TokenKind::Space | TokenKind::LineComment | TokenKind::BlockComment)
    }

    /// Returns whether both are one word or one value to SQLite.
    pub(crate) fn is_same_word(&self, other: &Self) -> bool {
        match (self.kind, other.kind) {
            (TokenKind::Text, TokenKind::Text) => self.text == other.text,
            // A name that names no column is a text, whose letters count.
            (TokenKind::QuotedName, TokenKind::QuotedName)
                if self.text.starts_with('"') && other.text.starts_with('"') =>
            {
                self.text == other.text
            }
            (TokenKind::QuotedName, TokenKind::QuotedName) => self.is_same_name(other),
            (TokenKind::QuotedName, TokenKind::Word) => {
                !other.is_keyword() && self.is_same_name(other)
            }
            (TokenKind::Word, TokenKind::QuotedName) => {
                !self.is_keyword() && self.is_same_name(other)
            }
            (one, other_kind) => one == other_kind && self.text.eq_ignore_ascii_case(other.text),
        }
    }

    fn is_same_name(&self, other: &Self) -> bool {
        match (self.identifier(), other.identifier()) {
            (Some(one), Some(other)) => same_name(&one, &other),
            _ => false,
        }
    }

    /// Returns whether it is no name as it stands here, without quotes.
    fn is_keyword(&self) -> bool {
        let word = self.text.to_ascii_lowercase();
        ["true", "false"].contains(&word.as_str())
            || keywords::RESERVED.binary_search(&word.as_str()).is_ok()
    }

    /// Returns where its text ends.
    pub(crate) fn end(&self) -> usize {
        self.start + self.text.len()
    }

    /// Returns the name that it is in a place where a column or a table is meant.
    pub(crate) fn identifier(&self) -> Option<Cow<'a, str>> {
        match self.kind {
            TokenKind::Word => Some(Cow::Borrowed(self.text)),
            TokenKind::QuotedName => Some(unquoted(self.text)),
            TokenKind::Text
            | TokenKind::Value
            | TokenKind::Sign
            | TokenKind::Space
            | TokenKind::LineComment
            | TokenKind::BlockComment => None,
        }
    }

    /// Returns the name that it is in a place where nothing else can stand.
    pub(crate) fn name(&self) -> Option<Cow<'a, str>> {
        match self.kind {
            TokenKind::Text => Some(unquoted(self.text)),
            TokenKind::Word
            | TokenKind::QuotedName
            | TokenKind::Value
            | TokenKind::Sign
            | TokenKind::Space
            | TokenKind::LineComment
            | TokenKind::BlockComment => self.identifier(),
        }
    }
}

/// Returns the tokens of `sql`; together they are all of it.
pub(crate) fn tokens(sql: &str) -> impl Iterator<Item = Token<'_>> {
    let mut start = 0;
    iter::from_fn(move || {
        let rest = sql.get(start..).filter(|rest| !rest.is_empty())?;
        let (kind, length) = first(rest);
        let text = rest.get(..length)?;
        let token = Token { kind, text, start };
        start += length;
        Some(token)
    })
}

/// Returns whether two names are one to SQLite, which knows no case but that of ASCII's letters.
pub(crate) fn same_name(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b)
}

/// Returns an expression without the spaces, comments and parentheses around it, which mean nothing.
pub(crate) fn bare(sql: &str) -> &str {
    let tokens: Vec<_> = tokens(sql).filter(|token| !token.is_trivia()).collect();
    let mut inner = tokens.as_slice();
    while let [first, middle @ .., last] = inner
        && first.is("(")
        && last.is(")")
        && is_balanced(middle)
        && !middle.is_empty()
    {
        inner = middle;
    }
    match (inner.first(), inner.last()) {
        (Some(first), Some(last)) => sql.get(first.start..last.end()).unwrap_or_default(),
        _ => "",
    }
}

/// Returns whether every parenthesis of the text is closed, and none that was not opened.
pub(crate) fn is_whole(sql: &str) -> bool {
    let tokens: Vec<_> = tokens(sql).collect();
    let count = |sign| tokens.iter().filter(|token| token.is(sign)).count();
    is_balanced(&tokens) && count("(") == count(")")
}

/// Returns whether no parenthesis closes here that is not opened here.
fn is_balanced(tokens: &[Token<'_>]) -> bool {
    let mut depth = 0;
    tokens.iter().all(|token| {
        depth += i32::from(token.is("(")) - i32::from(token.is(")"));
        depth >= 0
    })
}

/// Returns whether two texts are the same words: spaces, comments, the case of words and of names, the quotes of
/// names and the parentheses around the whole do not count.
pub(crate) fn same_words(one: &str, other: &str) -> bool {
    let words = |sql| tokens(bare(sql)).filter(|token| !token.is_trivia()).collect::<Vec<_>>();
    same_tokens(&words(one), &words(other))
}

/// Returns whether two texts are the same word by word.
pub(crate) fn same_tokens(one: &[Token<'_>], other: &[Token<'_>]) -> bool {
    one.len() == other.len() && one.iter().zip(other).all(|(one, other)| one.is_same_word(other))
}

/// Returns a name in double quotes.
pub(crate) fn quoted_name(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Returns a text as a literal.
pub(crate) fn quoted_text(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

fn first(rest: &str) -> (TokenKind, usize) {
    let mut chars = rest.chars();
    let c = chars.next().unwrap_or_default();
    let next = chars.next().unwrap_or_default();
    match c {
        _ if is_space(c) => (TokenKind::Space, until(rest, |c| !is_space(c))),
        '-' if next == '-' => (TokenKind::LineComment, until(rest, |c| c == '\n')),
        '/' if next == '*' => (TokenKind::BlockComment, block_comment(rest)),
        '\'' => (TokenKind::Text, in_quotes(rest, '\'')),
        '"' | '`' => (TokenKind::QuotedName, in_quotes(rest, c)),
        // There is no bracket within brackets.
        '[' => (TokenKind::QuotedName, rest.find(']').map_or(rest.len(), |at| at + 1)),
        'x' | 'X' if next == '\'' => (TokenKind::Value, 1 + in_quotes(rest.split_at(1).1, '\'')),
        _ if c.is_ascii_digit() || (c == '.' && next.is_ascii_digit()) => {
            (TokenKind::Value, number(rest))
        }
        _ if is_word(c) => (TokenKind::Word, until(rest, |c| !is_word(c))),
        _ => (TokenKind::Sign, c.len_utf8()),
    }
}

fn until(rest: &str, ends: impl FnMut(char) -> bool) -> usize {
    rest.find(ends).unwrap_or(rest.len())
}

fn block_comment(rest: &str) -> usize {
    let end = rest.get(2..).and_then(|body| body.find("*/"));
    end.map_or(rest.len(), |at| at + 4)
}

/// Returns the length of quoted text, in which a doubled quote stands for one.
fn in_quotes(rest: &str, quote: char) -> usize {
    let mut at = 1;
    while let Some(end) = rest.get(at..).and_then(|body| body.find(quote)) {
        at += end + 1;
        if !rest.get(at..).is_some_and(|after| after.starts_with(quote)) {
            return at;
        }
        at += 1;
    }
    rest.len()
}

/// Returns the length of a number: `12`, `0x1F`, `1_000`, `.5`, `1.5e-3`.
fn number(rest: &str) -> usize {
    let mut before = ' ';
    let hexadecimal = rest.starts_with("0x") || rest.starts_with("0X");
    until(rest, |c| {
        let exponent = !hexadecimal && matches!(before, 'e' | 'E');
        let part = is_word(c) || c == '.' || (exponent && matches!(c, '+' | '-'));
        before = c;
        !part
    })
}

/// Returns the name within quotes of any kind.
fn unquoted(text: &str) -> Cow<'_, str> {
    let quote = text.get(..1).unwrap_or_default();
    let end = if text.len() > 1 { text.len() - 1 } else { text.len() };
    let inner = text.get(1..end).unwrap_or_default();
    let doubled = quote.repeat(2);
    if quote != "[" && inner.contains(&doubled) {
        return Cow::Owned(inner.replace(&doubled, quote));
    }
    Cow::Borrowed(inner)
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '$') || !c.is_ascii()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn drawn(sql: &str) -> String {
        let tokens = tokens(sql).filter(|token| token.kind != TokenKind::Space);
        tokens.map(|token| format!("{}⟨{:?}⟩", token.text, token.kind)).collect()
    }

    #[test]
    fn text_is_cut_as_sqlite_cuts_it() {
        for (sql, tokens) in [
            ("a\tb_1$", "a⟨Word⟩b_1$⟨Word⟩"),
            ("\"a\"\"b\"`c``d`[e]", "\"a\"\"b\"⟨QuotedName⟩`c``d`⟨QuotedName⟩[e]⟨QuotedName⟩"),
            ("'it''s'x'0F'xy", "'it''s'⟨Text⟩x'0F'⟨Value⟩xy⟨Word⟩"),
            (
                "1.5e-3+0x1e+1_000-.5",
                "1.5e-3⟨Value⟩+⟨Sign⟩0x1e⟨Value⟩+⟨Sign⟩1_000⟨Value⟩-⟨Sign⟩.5⟨Value⟩",
            ),
            (
                "a--b\n/* c */d /*",
                "a⟨Word⟩--b⟨LineComment⟩/* c */⟨BlockComment⟩d⟨Word⟩/*⟨BlockComment⟩",
            ),
            ("größe(a||b)", "größe⟨Word⟩(⟨Sign⟩a⟨Word⟩|⟨Sign⟩|⟨Sign⟩b⟨Word⟩)⟨Sign⟩"),
            ("'open \"", "'open \"⟨Text⟩"),
        ] {
            assert_eq!(drawn(sql), tokens);
        }
    }

    #[test]
    fn quotes_do_not_belong_to_a_name() {
        for (text, name) in
            [("a", "a"), ("\"a\"\"b\"", "a\"b"), ("`a``b`", "a`b"), ("[a b]", "a b"), ("'a'", "a")]
        {
            let name_of = tokens(text).next().and_then(|token| token.name());
            assert_eq!(name_of.as_deref(), Some(name));
        }
    }

    proptest! {
        #[test]
        fn the_tokens_are_all_of_the_text(sql in "[-a'\"`\\[\\]/*.0-9ex$ é\n(),]{0,40}") {
            let joined: String = tokens(&sql).map(|token| token.text).collect();
            prop_assert_eq!(joined, sql);
        }
    }
}
