//! Scripts as a database's own client reads them: one statement after the other, and what is meant for the client itself.

use std::borrow::Cow;

use crate::sql::{Syntax, Token, tokens};

/// What a database's own client and its dumps have of their own.
pub trait ClientScript: Sync {
    /// Returns the client's name: `psql`.
    fn client(&self) -> &'static str;

    /// Returns what is quoted or a comment.
    fn syntax(&self) -> Syntax;

    /// Returns whether a semicolon behind these pieces of a statement ends it: none within the body of a routine does.
    fn ends(&self, pieces: &[Piece<'_>]) -> bool;

    /// Returns whether semicolons may stand within a statement that begins with these pieces.
    fn holds_statements(&self, _pieces: &[Piece<'_>]) -> bool {
        false
    }

    /// Returns what a line is to the client, at the beginning of a statement.
    fn command(&self, line: &str) -> Option<Command>;

    /// Returns whether a backslash outside of quotes is for the client, wherever it stands.
    fn has_backslashes(&self) -> bool {
        false
    }

    /// Returns what becomes of a statement where only the schema counts that it makes in a database of its own.
    fn reading<'s>(&self, statement: &ScriptStatement<'s>) -> Reading<'s>;
}

/// What a line is to a client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// It changes nothing.
    Nothing,
    /// It says what ends a statement from now on.
    Delimiter(String),
    /// Nobody but the client can carry it out.
    Unknown,
}

/// What becomes of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading<'s> {
    /// It is run in these words.
    Run(Cow<'s, str>),
    /// It says nothing of the schema: who owns it or may use it, how a session is set up.
    PassOver,
    /// It is not run.
    Refuse(Refusal),
}

/// Why a statement is not run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// It copies rows in that stand behind it.
    Rows,
    /// It changes, or may change, more than the database that it is run on.
    Beyond,
    /// It opens, makes or drops a whole database.
    Database,
    /// It names an object of this other database.
    Other(String),
}

/// A statement of a script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScriptStatement<'s> {
    /// Its text, without what ends it.
    pub text: &'s str,
    /// The line on which it begins, from 1.
    pub line: usize,
    /// What it consists of, but for comments.
    pub pieces: Vec<Piece<'s>>,
}

/// A piece of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece<'s> {
    /// What it is.
    pub kind: PieceKind,
    /// Its text, with its quotes.
    pub text: &'s str,
    /// Where it begins in the statement.
    pub at: usize,
}

/// What a piece of a statement is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PieceKind {
    /// A word, which may be a name.
    Word,
    /// A quoted name.
    Name,
    /// A quoted text.
    Text,
    /// Any other sign.
    Sign,
}

/// A place in a script that no statement can have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForClient {
    /// The line, from 1.
    pub line: usize,
    /// The command's name.
    pub command: String,
}

impl<'s> Piece<'s> {
    /// Returns whether it is this word, in whatever case.
    pub fn is(&self, word: &str) -> bool {
        self.kind == PieceKind::Word && self.text.eq_ignore_ascii_case(word)
    }

    /// Returns whether it is one of these words.
    pub fn is_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(word))
    }

    /// Returns whether it is this sign.
    pub fn is_sign(&self, sign: &str) -> bool {
        self.kind == PieceKind::Sign && self.text == sign
    }

    /// Returns the name that it is or may be, without quotes.
    pub fn name(&self) -> Option<&'s str> {
        match self.kind {
            PieceKind::Word => Some(self.text),
            PieceKind::Name => self.text.get(1..self.text.len().saturating_sub(1)),
            PieceKind::Text | PieceKind::Sign => None,
        }
    }
}

impl ScriptStatement<'_> {
    /// Returns the first words, in upper case.
    pub fn words(&self) -> Vec<String> {
        let words = self.pieces.iter().take_while(|piece| piece.kind == PieceKind::Word);
        words.take(6).map(|piece| piece.text.to_ascii_uppercase()).collect()
    }

    /// Returns whether it begins with these words.
    pub fn begins(&self, words: &[&str]) -> bool {
        self.pieces.len() >= words.len()
            && words.iter().zip(&self.pieces).all(|(word, piece)| piece.is(word))
    }

    /// Returns what a message calls it: its first words, as they were written.
    pub fn title(&self) -> String {
        let words = self.pieces.iter().take(3).map(|piece| piece.text);
        let title = words.take_while(|text| text.len() < 80 && !text.contains('\n'));
        title.collect::<Vec<_>>().join(" ")
    }
}

/// Returns the statements of a script; where one cannot be had, that is the last.
pub fn statements<'s>(
    script: &'s str,
    client: &'s dyn ClientScript,
) -> impl Iterator<Item = Result<ScriptStatement<'s>, ForClient>> {
    let mut reader = Reader {
        script,
        client,
        at: 0,
        line: 1,
        counted: 0,
        delimiter: ";".to_owned(),
        is_over: false,
    };
    std::iter::from_fn(move || reader.next_statement())
}

struct Reader<'s> {
    script: &'s str,
    client: &'s dyn ClientScript,
    at: usize,
    /// The line of the place up to which lines are counted.
    line: usize,
    counted: usize,
    delimiter: String,
    is_over: bool,
}

impl<'s> Reader<'s> {
    fn next_statement(&mut self) -> Option<Result<ScriptStatement<'s>, ForClient>> {
        let mut begin = self.at;
        let mut pieces: Vec<Piece<'s>> = Vec::new();
        while let Some(rest) = self.rest().filter(|rest| !rest.is_empty()) {
            if let Some(command) = self.command(rest, pieces.is_empty()) {
                match command {
                    Ok(length) => self.at += length,
                    Err(error) => {
                        self.is_over = true;
                        return Some(Err(error));
                    }
                }
                continue;
            }
            if let Some(length) = self.end(rest, &pieces) {
                let statement = self.statement(begin, self.at, std::mem::take(&mut pieces));
                self.at += length;
                begin = self.at;
                match statement {
                    Some(statement) => return Some(Ok(statement)),
                    None => continue,
                }
            }
            let token = self.token(rest);
            pieces.extend(pieces_of(token, self.client.syntax(), self.at));
            self.at += token.len();
        }
        self.statement(begin, self.at, pieces).map(Ok)
    }

    fn rest(&self) -> Option<&'s str> {
        self.script.get(self.at..).filter(|_| !self.is_over)
    }

    /// Returns the length of what ends the statement here.
    fn end(&self, rest: &str, pieces: &[Piece<'_>]) -> Option<usize> {
        let delimiter = self.delimiter.as_str();
        if delimiter == ";" {
            return (rest.starts_with(';') && self.client.ends(pieces)).then_some(1);
        }
        if rest.starts_with(delimiter) {
            return Some(delimiter.len());
        }
        // The server itself parts what the client sends as one.
        (rest.starts_with(';') && !self.client.holds_statements(pieces)).then_some(1)
    }

    /// Returns the token that begins here, up to a delimiter within it: `END$$` is a word and its end.
    fn token(&self, rest: &'s str) -> &'s str {
        let (_, token) = tokens(rest, self.client.syntax()).next().unwrap_or((Token::Text, rest));
        let is_word =
            token.starts_with(|c: char| c.is_alphanumeric() || c == '_') && !token.contains('\'');
        match token.find(self.delimiter.as_str()) {
            Some(end) if is_word && end > 0 => token.get(..end).unwrap_or(token),
            _ => token,
        }
    }

    /// Returns the length of what is meant for the client and changes nothing else.
    fn command(&mut self, rest: &'s str, at_begin: bool) -> Option<Result<usize, ForClient>> {
        let before = self.script.get(..self.at).unwrap_or_default();
        let at_line = before.rsplit('\n').next().is_none_or(|line| line.trim().is_empty());
        let is_marked = self.client.has_backslashes() && rest.starts_with('\\');
        if !(is_marked || at_begin && at_line) {
            return None;
        }
        let line = rest.lines().next().unwrap_or_default();
        match self.client.command(line)? {
            Command::Nothing => Some(Ok(line.len())),
            Command::Delimiter(delimiter) => {
                self.delimiter = delimiter;
                Some(Ok(line.len()))
            }
            Command::Unknown => {
                let command = line.split_whitespace().next().unwrap_or_default().to_owned();
                Some(Err(ForClient { line: self.line_at(self.at), command }))
            }
        }
    }

    /// Returns the statement of these pieces; none, if there are none.
    fn statement(
        &mut self,
        begin: usize,
        end: usize,
        mut pieces: Vec<Piece<'s>>,
    ) -> Option<ScriptStatement<'s>> {
        let text = self.script.get(begin..end)?;
        let first = pieces.first()?;
        // What stands in `/*! … */` begins with its mark.
        let mark = text
            .get(..first.at - begin)?
            .rfind("/*")
            .filter(|at| text.get(*at..first.at - begin).is_some_and(|mark| !mark.contains("*/")));
        let start = mark.map_or(first.at, |at| begin + at);
        for piece in &mut pieces {
            piece.at -= start;
        }
        let text = self.script.get(start..end)?.trim_end();
        // A routine's end that stands before a delimiter may have its semicolon too.
        let text = if self.delimiter == ";" { text } else { text.trim_end_matches(';') };
        Some(ScriptStatement { text, line: self.line_at(start), pieces })
    }

    fn line_at(&mut self, at: usize) -> usize {
        let between = self.script.get(self.counted..at).unwrap_or_default();
        self.line += between.matches('\n').count();
        self.counted = at.max(self.counted);
        self.line
    }
}

/// From this version on, what stands in `/*!999999 … */` is run by no server there is.
const NO_VERSION: u32 = 900_000;

/// Returns the pieces of a token: none of a comment, those within `/*! … */`, which a server runs.
fn pieces_of(token: &str, syntax: Syntax, at: usize) -> Vec<Piece<'_>> {
    let of = |kind| vec![Piece { kind, text: token, at }];
    let Some(first) = token.chars().next() else { return Vec::new() };
    match first {
        _ if token.starts_with("/*") => match executed(token).filter(|_| syntax.hash_comments) {
            Some((begin, text)) => {
                let mut found = Vec::new();
                let mut within = at + begin;
                for (_, token) in tokens(text, syntax) {
                    found.extend(pieces_of(token, syntax, within));
                    within += token.len();
                }
                found
            }
            None => Vec::new(),
        },
        _ if first.is_whitespace() => Vec::new(),
        '#' if syntax.hash_comments => Vec::new(),
        '-' if token.len() > 1 => Vec::new(),
        '\'' => of(PieceKind::Text),
        'e' | 'E' if token.contains('\'') => of(PieceKind::Text),
        '$' if token.len() > 1 => of(PieceKind::Text),
        '"' | '`' => of(PieceKind::Name),
        '[' if token.len() > 1 => of(PieceKind::Name),
        _ if first.is_alphanumeric() || first == '_' => of(PieceKind::Word),
        _ => of(PieceKind::Sign),
    }
}

/// Returns the text of a comment that a server runs, and where it begins.
fn executed(comment: &str) -> Option<(usize, &str)> {
    let marked = comment.strip_prefix("/*!").or_else(|| comment.strip_prefix("/*M!"))?;
    let text = marked.trim_start_matches(|c: char| c.is_ascii_digit());
    let version = marked.get(..marked.len() - text.len())?;
    if version.parse::<u32>().is_ok_and(|version| version >= NO_VERSION) {
        return None;
    }
    Some((comment.len() - text.len(), text.strip_suffix("*/").unwrap_or(text)))
}

#[cfg(test)]
#[path = "client_script_tests.rs"]
mod tests;
