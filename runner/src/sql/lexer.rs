//! Just enough of SQL's tokens to tell names of parameters from quoted text and comments.

use std::iter;

/// What a database quotes or comments besides the standard's `'…'`, `"…"`, `-- …` and `/* … */`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Syntax {
    /// Whether `/* /* */ */` is one comment.
    pub nested_comments: bool,
    /// Whether a backslash escapes a quote in `E'…'`.
    pub escape_strings: bool,
    /// Whether a backslash escapes a quote in `'…'` and `"…"` too.
    pub backslashes: bool,
    /// Whether `# …` is a comment, and two dashes are one only before a space: `5--3` is 8.
    pub hash_comments: bool,
    /// Whether `$tag$ … $tag$` is quoted.
    pub dollar_quotes: bool,
    /// Other signs that quote identifiers: the first and the last.
    pub identifier_quotes: &'static [(char, char)],
}

/// What a piece of SQL text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// `:name`, with the name.
    Parameter(&'a str),
    /// `\:`, which stands for a colon.
    EscapedColon,
    /// `-- …` to the end of its line.
    LineComment,
    /// Everything else.
    Text,
}

/// Returns the tokens of `sql`, each with its text; together they are all of it.
pub(crate) fn tokens(sql: &str, syntax: Syntax) -> impl Iterator<Item = (Token<'_>, &str)> {
    let mut rest = sql;
    let mut after_word = false;
    iter::from_fn(move || {
        let (token, length) = next(rest, syntax, after_word)?;
        let (text, remainder) = rest.split_at_checked(length)?;
        after_word = text.ends_with(is_word);
        rest = remainder;
        Some((token, text))
    })
}

/// Returns the statements of a text, without the semicolons between them.
pub fn split_statements(sql: &str, syntax: Syntax) -> Vec<&str> {
    let mut statements = Vec::new();
    let (mut start, mut at) = (0, 0);
    for (token, text) in tokens(sql, syntax) {
        if token == Token::Text && text == ";" {
            statements.push(sql.get(start..at).unwrap_or_default());
            start = at + text.len();
        }
        at += text.len();
    }
    statements.push(sql.get(start..).unwrap_or_default());
    statements.into_iter().map(str::trim).filter(|statement| !statement.is_empty()).collect()
}

/// Returns whether a semicolon behind `sql` would be part of a comment.
pub(super) fn ends_in_line_comment(sql: &str, syntax: Syntax) -> bool {
    let last = tokens(sql, syntax).last();
    last.is_some_and(|(token, text)| token == Token::LineComment && !text.ends_with('\n'))
}

fn next(rest: &str, syntax: Syntax, after_word: bool) -> Option<(Token<'_>, usize)> {
    let first = rest.chars().next()?;
    let text = |length| Some((Token::Text, length));
    if let Some(length) = quoted(rest, syntax, after_word) {
        return text(length);
    }
    if is_word(first) {
        return text(word_length(rest));
    }
    if is_line_comment(rest, syntax) {
        return Some((Token::LineComment, rest.find('\n').map_or(rest.len(), |at| at + 1)));
    }
    if rest.starts_with("\\:") {
        return Some((Token::EscapedColon, 2));
    }
    if rest.starts_with("::") || rest.starts_with(":=") {
        return text(2);
    }
    match rest.strip_prefix(':').map(parameter_name) {
        // `a[1:n]` is a slice, `12:30` a time.
        Some(name) if !name.is_empty() && !after_word => {
            Some((Token::Parameter(name), 1 + name.len()))
        }
        Some(_) | None => text(first.len_utf8()),
    }
}

/// Returns whether a comment begins here that goes to the end of its line.
fn is_line_comment(rest: &str, syntax: Syntax) -> bool {
    let Some(behind) = rest.strip_prefix("--") else {
        return syntax.hash_comments && rest.starts_with('#');
    };
    !syntax.hash_comments
        || behind.chars().next().is_none_or(|c| c.is_whitespace() || c.is_control())
}

/// Returns the length of the quoted text or block comment that begins here.
fn quoted(rest: &str, syntax: Syntax, after_word: bool) -> Option<usize> {
    if rest.starts_with("/*") {
        return Some(block_comment_length(rest, syntax.nested_comments));
    }
    if syntax.escape_strings && !after_word && rest.starts_with(['e', 'E']) {
        return rest
            .get(1..)?
            .starts_with('\'')
            .then(|| 1 + escape_string_length(&rest[1..], b'\''));
    }
    if syntax.dollar_quotes && !after_word && rest.starts_with('$') {
        return dollar_quoted_length(rest);
    }
    let first = rest.chars().next()?;
    if syntax.backslashes && matches!(first, '\'' | '"') {
        return Some(escape_string_length(rest, if first == '"' { b'"' } else { b'\'' }));
    }
    let pairs = [('\'', '\''), ('"', '"')];
    let (_, last) = pairs.iter().chain(syntax.identifier_quotes).find(|pair| pair.0 == first)?;
    // A doubled quote inside needs no care: it ends one quoted text and begins the next.
    let end = rest.char_indices().skip(1).find(|(_, c)| c == last);
    Some(end.map_or(rest.len(), |(at, c)| at + c.len_utf8()))
}

/// Returns the length of `'…'` in which a backslash or a quote escapes the character behind it.
fn escape_string_length(rest: &str, quote: u8) -> usize {
    let mut bytes = rest.bytes().enumerate().skip(1).peekable();
    while let Some((at, byte)) = bytes.next() {
        let doubled = matches!(bytes.peek(), Some((_, next)) if *next == quote);
        if byte == quote && !doubled {
            return at + 1;
        }
        if byte == quote || byte == b'\\' {
            bytes.next();
        }
    }
    rest.len()
}

/// Returns the length of `$tag$ … $tag$`; none when this dollar begins no such quote.
fn dollar_quoted_length(rest: &str) -> Option<usize> {
    let tag_end = rest.get(1..)?.find('$')? + 2;
    let tag = rest.get(..tag_end)?;
    let name = tag.trim_matches('$');
    if name.starts_with(|c: char| c.is_ascii_digit()) || !name.chars().all(is_word) {
        return None;
    }
    let body = rest.get(tag_end..)?;
    Some(body.find(tag).map_or(rest.len(), |at| tag_end + at + tag.len()))
}

fn block_comment_length(rest: &str, nested: bool) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while let Some(tail) = rest.get(at..).filter(|tail| !tail.is_empty()) {
        if tail.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else if tail.starts_with("/*") && (nested || depth == 0) {
            depth += 1;
            at += 2;
        } else {
            at += tail.chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

fn parameter_name(text: &str) -> &str {
    if text.starts_with(|c: char| c.is_alphabetic() || c == '_') {
        let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_'));
        return text.split_at(end.unwrap_or(text.len())).0;
    }
    ""
}

fn word_length(text: &str) -> usize {
    text.find(|c| !(is_word(c) || c == '$')).unwrap_or(text.len())
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}
