//! Reads a text token by token, and gives back the author's own words.

use super::token::{self, Token, TokenKind};

/// A place in a text, before one of its tokens.
#[derive(Debug, Clone)]
pub(crate) struct Reader<'a> {
    sql: &'a str,
    /// Without spaces and comments.
    tokens: Vec<Token<'a>>,
    at: usize,
}

/// The text ends here, or goes on otherwise than it should.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unexpected {
    /// Where in the text, in bytes.
    pub(crate) at: usize,
}

type Read<T> = Result<T, Unexpected>;

impl<'a> Reader<'a> {
    pub(crate) fn new(sql: &'a str) -> Self {
        let tokens = token::tokens(sql).filter(|token| !token.is_trivia()).collect();
        Self { sql, tokens, at: 0 }
    }

    /// Returns the tokens, without spaces and comments.
    pub(crate) fn into_tokens(self) -> Vec<Token<'a>> {
        self.tokens
    }

    pub(crate) fn peek(&self) -> Option<&Token<'a>> {
        self.peek_at(0)
    }

    pub(crate) fn peek_at(&self, ahead: usize) -> Option<&Token<'a>> {
        self.tokens.get(self.at + ahead)
    }

    /// Returns whether the next token is this keyword or sign.
    pub(crate) fn sees(&self, word: &str) -> bool {
        self.peek().is_some_and(|token| token.is(word))
    }

    /// Returns whether the next tokens are these keywords or signs.
    pub(crate) fn sees_all(&self, words: &[&str]) -> bool {
        let mut tokens = words.iter().enumerate();
        tokens.all(|(ahead, word)| self.peek_at(ahead).is_some_and(|token| token.is(word)))
    }

    /// Passes this keyword or sign if it is next.
    pub(crate) fn eat(&mut self, word: &str) -> bool {
        let seen = self.sees(word);
        self.at += usize::from(seen);
        seen
    }

    pub(crate) fn expect(&mut self, word: &str) -> Read<()> {
        if self.eat(word) { Ok(()) } else { Err(self.unexpected()) }
    }

    pub(crate) fn token(&mut self) -> Read<Token<'a>> {
        let token = self.peek().copied().ok_or(self.unexpected())?;
        self.at += 1;
        Ok(token)
    }

    /// Passes a name.
    pub(crate) fn name(&mut self) -> Read<String> {
        let name = self.peek().and_then(Token::name).ok_or(self.unexpected())?.into_owned();
        self.at += 1;
        Ok(name)
    }

    /// Passes `( … )`, with whatever nests in it.
    pub(crate) fn parentheses(&mut self) -> Read<()> {
        self.expect("(")?;
        let mut depth = 1;
        while depth > 0 {
            let token = self.token()?;
            depth += i32::from(token.is("(")) - i32::from(token.is(")"));
        }
        Ok(())
    }

    /// Passes `( a, b COLLATE c DESC )`, and returns the name that each part begins with.
    pub(crate) fn column_list(&mut self) -> Read<Vec<String>> {
        let mut names = Vec::new();
        let mut inner = self.clone();
        self.parentheses()?;
        inner.expect("(")?;
        let mut begins = true;
        while inner.at + 1 < self.at {
            if begins {
                names.extend(inner.peek().and_then(Token::name).map(String::from));
            }
            begins = inner.sees(",");
            if inner.sees("(") {
                inner.parentheses()?;
            } else {
                inner.token()?;
            }
        }
        Ok(names)
    }

    /// Returns where the next token begins.
    pub(crate) fn start(&self) -> usize {
        self.peek().map_or(self.sql.len(), |token| token.start)
    }

    /// Returns where the last token ended.
    pub(crate) fn end(&self) -> usize {
        self.at.checked_sub(1).and_then(|at| self.tokens.get(at)).map_or(0, Token::end)
    }

    /// Returns the spaces and comments before the next token.
    pub(crate) fn trivia(&self) -> &'a str {
        self.slice(self.end(), self.start())
    }

    /// Returns a part of the text.
    pub(crate) fn slice(&self, start: usize, end: usize) -> &'a str {
        self.sql.get(start..end).unwrap_or_default()
    }

    /// Returns the error that is due when the next token is not what it should be.
    pub(crate) fn unexpected(&self) -> Unexpected {
        Unexpected { at: self.start() }
    }

    pub(crate) fn is_at_end(&self) -> bool {
        self.peek().is_none()
    }

    /// Returns whether a name may be next: a word, or anything in quotes.
    pub(crate) fn sees_name(&self) -> bool {
        self.peek().is_some_and(|token| {
            matches!(token.kind, TokenKind::Word | TokenKind::QuotedName | TokenKind::Text)
        })
    }
}

/// Reads a fragment that is nothing else.
pub(crate) fn whole<'a, T>(
    sql: &'a str,
    read: impl FnOnce(&mut Reader<'a>) -> Read<T>,
) -> Option<T> {
    let mut reader = Reader::new(sql);
    let value = read(&mut reader).ok()?;
    reader.is_at_end().then_some(value)
}
