//! Where the parts of a table's text stand: spaces, comments and commas around them.

use super::token::{self, TokenKind};

/// A part of a table, with what stands around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item<T> {
    /// Spaces and comments before it.
    pub(super) lead: String,
    pub(super) part: T,
    /// Spaces and comments between it and its comma.
    pub(super) trail: String,
    /// Whether no comma stands between it and the next, which SQLite allows between constraints.
    pub(super) joined: bool,
    /// The comment behind its comma, on the same line.
    pub(super) note: String,
}

impl<T> Item<T> {
    pub(super) fn new(lead: String, part: T) -> Self {
        Self { lead, part, trail: String::new(), joined: false, note: String::new() }
    }

    /// Returns what stands behind it, with this comma or none.
    pub(super) fn end(&self, comma: &str) -> String {
        format!("{}{comma}{}", self.trail, self.note)
    }
}

/// Cuts what stands behind a comma into the comment that ends the line, and the rest.
pub(super) fn split_note(trivia: &str) -> (&str, &str) {
    match trivia.find('\n') {
        Some(_) => split_last_note(trivia),
        // The line goes on: the comment belongs to what follows.
        None => ("", trivia),
    }
}

/// Cuts what stands behind the last part in the same way; nothing follows.
pub(super) fn split_last_note(trivia: &str) -> (&str, &str) {
    let line = token::tokens(trivia)
        .take_while(|token| token.kind != TokenKind::Space || !token.text.contains('\n'));
    let end = line.filter(|token| token.kind != TokenKind::Space).last().map_or(0, |t| t.end());
    trivia.split_at(end)
}

/// Returns the spaces that a part begins with, behind the comments before it.
pub(super) fn indent(lead: &str) -> &str {
    match token::tokens(lead).last() {
        Some(token) if token.kind == TokenKind::Space => token.text,
        Some(_) | None => " ",
    }
}

/// Returns whether there is nothing but space.
pub(super) fn is_blank(trivia: &str) -> bool {
    token::tokens(trivia).all(|token| token.kind == TokenKind::Space)
}

/// Adds `text`, on a line of its own if a comment would swallow it.
pub(super) fn push(sql: &mut String, note: &str, text: &str) {
    let comment = token::tokens(note).last().is_some_and(|t| t.kind == TokenKind::LineComment);
    sql.push_str(note);
    if comment && !text.starts_with('\n') {
        sql.push('\n');
    }
    sql.push_str(text);
}
