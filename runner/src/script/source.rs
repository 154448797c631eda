//! Reads a revision's header from its source text, without compiling it.

#[cfg(feature = "cli")]
pub(super) mod down_revision;

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use ra_ap_rustc_lexer::{FrontmatterAllowed, LiteralKind, Token, TokenKind, tokenize};

use super::error::ScriptError;
use crate::revision::Revision;

/// What the text of a revision file says about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScriptFile {
    /// `REVISION`.
    pub id: String,
    /// `DOWN_REVISION`: the parents.
    pub down_revisions: Vec<String>,
    /// `BRANCH_LABELS`.
    pub branch_labels: Vec<String>,
    /// `DEPENDS_ON`.
    pub depends_on: Vec<String>,
    /// The file's doc comment, whole.
    pub long_doc: String,
    /// The file.
    pub path: PathBuf,
}

impl ScriptFile {
    /// Reads the header of the revision in `text`, the content of the file at `path`.
    ///
    /// Bodies are only skipped, so that a file which does not compile can still be listed.
    ///
    /// # Errors
    /// When the text is no revision's.
    pub fn parse(path: &Path, text: &str) -> Result<Self, ScriptError> {
        let mut header = Header::new(path, text);
        header.read()?;
        header.script()
    }

    /// Reads the header from the beginning of a text; `None`, when it may go on behind that.
    pub fn parse_beginning(path: &Path, text: &str) -> Option<Self> {
        let mut header = Header::new(path, text);
        header.read().ok()?;
        if header.found.iter().any(Option::is_none) {
            return None;
        }
        header.script().ok()
    }

    /// Returns the revision's place in the history.
    pub(super) fn revision(&self) -> Revision {
        Revision {
            id: self.id.clone(),
            down_revisions: self.down_revisions.clone(),
            branch_labels: self.branch_labels.clone(),
            depends_on: self.depends_on.clone(),
            summary: self.summary(),
        }
    }

    /// Returns the message: the doc comment up to its first empty line, on one line.
    pub fn doc(&self) -> Cow<'_, str> {
        let mut lines = self.long_doc.lines().map(str::trim).take_while(|line| !line.is_empty());
        let mut doc = Cow::Borrowed(lines.next().unwrap_or_default());
        for line in lines {
            doc.to_mut().extend([" ", line]);
        }
        doc
    }

    /// Returns when the author made it, as the doc comment tells: the line `Create Date: …`.
    pub fn create_date(&self) -> Option<&str> {
        self.long_doc.lines().find_map(|line| line.strip_prefix("Create Date:")).map(str::trim)
    }

    /// Returns the message and the day, as messages tell of the revision beside its id.
    pub fn summary(&self) -> String {
        let day = self.create_date().and_then(|date| date.split_whitespace().next());
        let mut summary = self.doc().into_owned();
        if let Some(day) = day {
            summary.extend([" (", day, ")"]);
        }
        summary
    }
}

/// The constants of a revision, in the order in which they are usually written.
const CONSTANTS: [&str; 4] = ["REVISION", "DOWN_REVISION", "BRANCH_LABELS", "DEPENDS_ON"];

/// A constant found: the texts in it, and where it starts.
type Found = (Vec<String>, usize);

/// What is known of a revision while its text is read.
struct Header<'a> {
    text: &'a str,
    scanner: Scanner<'a>,
    found: [Option<Found>; 4],
}

impl<'a> Header<'a> {
    fn new(path: &'a Path, text: &'a str) -> Self {
        Self { text, scanner: Scanner::new(path, text), found: Default::default() }
    }

    /// Finds the constants, up to the last of the four: behind them stand the bodies, which are the compiler's to
    /// read.
    fn read(&mut self) -> Result<(), ScriptError> {
        while self.found.iter().any(Option::is_none) {
            let at = match self.scanner.next_constant() {
                Ok(Some(at)) => at,
                Ok(None) => break,
                // The other two may be left out, and then this is a body, which stops nobody but who runs it.
                Err(_) if self.found[..2].iter().all(Option::is_some) => break,
                Err(error) => return Err(error),
            };
            let start = self.scanner.start;
            let texts = self.scanner.texts()?;
            if self.found[at].replace((texts, start)).is_some() {
                let reason = format!("`{}` stands twice", CONSTANTS[at]);
                return Err(self.scanner.error(start, reason));
            }
        }
        Ok(())
    }

    /// Returns the revision, if all is there that it must have.
    fn script(self) -> Result<ScriptFile, ScriptError> {
        let Self { text, scanner, found: [id, down_revisions, branch_labels, depends_on] } = self;
        let Some((id, start)) = id else {
            return Err(ScriptError::NotARevision { path: scanner.path.to_owned() });
        };
        let id = match <[String; 1]>::try_from(id) {
            Ok([id]) if !id.is_empty() => id,
            Ok(_) | Err(_) => {
                return Err(scanner.error(start, "`REVISION` must be one text".into()));
            }
        };
        let Some((down_revisions, _)) = down_revisions else {
            let reason = "the revision has no `DOWN_REVISION` constant".into();
            return Err(scanner.error(start, reason));
        };
        Ok(ScriptFile {
            id,
            down_revisions,
            branch_labels: branch_labels.unwrap_or_default().0,
            depends_on: depends_on.unwrap_or_default().0,
            long_doc: long_doc(text),
            path: scanner.path.to_owned(),
        })
    }
}

/// Returns the `//!` lines at the top of the file, without their marks.
fn long_doc(text: &str) -> String {
    let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim_start);
    let lines = lines.skip_while(|line| line.is_empty() || is_plain_comment(line));
    let doc = lines.map_while(|line| line.strip_prefix("//!"));
    let lines: Vec<_> = doc.map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end()).collect();
    lines.join("\n").trim().to_owned()
}

fn is_plain_comment(line: &str) -> bool {
    line.starts_with("//") && !line.starts_with("//!")
}

/// Walks over the tokens of a file, spaces and comments left out.
struct Scanner<'a> {
    path: &'a Path,
    text: &'a str,
    tokens: Box<dyn Iterator<Item = Token> + 'a>,
    /// Where the current token starts, and where the next one does.
    start: usize,
    end: usize,
    depth: usize,
}

impl<'a> Scanner<'a> {
    fn new(path: &'a Path, text: &'a str) -> Self {
        // The lexer takes a byte order mark for code.
        let mut skipped = text.len() - text.trim_start_matches('\u{feff}').len();
        // Nor need it look at the doc comment.
        while text[skipped..].starts_with("//!") {
            let line = text[skipped..].find('\n').map_or(text.len() - skipped, |end| end + 1);
            skipped += line;
        }
        let tokens = Box::new(tokenize(&text[skipped..], FrontmatterAllowed::No));
        Self { path, text, tokens, start: skipped, end: skipped, depth: 0 }
    }

    /// Goes to the next constant of a revision that stands outside of any braces, behind its
    /// name; returns which one it is.
    fn next_constant(&mut self) -> Result<Option<usize>, ScriptError> {
        while let Some(kind) = self.next()? {
            if self.depth > 0 || kind != TokenKind::Ident || self.token() != "const" {
                continue;
            }
            let Some(TokenKind::Ident) = self.next()? else { continue };
            if let Some(at) = CONSTANTS.iter().position(|name| *name == self.token()) {
                return Ok(Some(at));
            }
        }
        Ok(None)
    }

    /// Returns the texts in the value of the constant, up to its `;`.
    fn texts(&mut self) -> Result<Vec<String>, ScriptError> {
        let mut texts = Vec::new();
        let mut in_value = false;
        while let Some(kind) = self.next()? {
            match kind {
                TokenKind::Semi if self.depth == 0 => return Ok(texts),
                TokenKind::Eq => in_value = true,
                _ if !in_value => {}
                TokenKind::Literal { kind: LiteralKind::Str { terminated: true }, .. } => {
                    let inner = self.token().trim_matches('"');
                    if inner.contains('\\') {
                        return Err(self.here("write the text without `\\` escapes"));
                    }
                    texts.push(inner.to_owned());
                }
                TokenKind::Ident if matches!(self.token(), "None" | "Some") => {}
                TokenKind::And
                | TokenKind::Comma
                | TokenKind::OpenBracket
                | TokenKind::CloseBracket
                | TokenKind::OpenParen
                | TokenKind::CloseParen => {}
                _ => return Err(self.here("write the value as plain texts: `&[\"id\"]`")),
            }
        }
        Err(self.here("the constant does not end"))
    }

    fn next(&mut self) -> Result<Option<TokenKind>, ScriptError> {
        for token in self.tokens.by_ref() {
            self.start = self.end;
            self.end += token.len as usize;
            match token.kind {
                TokenKind::Whitespace | TokenKind::LineComment { .. } => {}
                TokenKind::BlockComment { terminated: true, .. } => {}
                TokenKind::BlockComment { terminated: false, .. } => {
                    return Err(self.here("the comment does not end"));
                }
                TokenKind::Literal { kind: LiteralKind::Str { terminated: false }, .. } => {
                    return Err(self.here("the text does not end"));
                }
                TokenKind::OpenBrace | TokenKind::OpenBracket | TokenKind::OpenParen => {
                    self.depth += 1;
                    return Ok(Some(token.kind));
                }
                TokenKind::CloseBrace | TokenKind::CloseBracket | TokenKind::CloseParen => {
                    let depth = self.depth.checked_sub(1);
                    self.depth = depth.ok_or_else(|| self.here("nothing is open here to close"))?;
                    return Ok(Some(token.kind));
                }
                kind => return Ok(Some(kind)),
            }
        }
        Ok(None)
    }

    fn token(&self) -> &'a str {
        &self.text[self.start..self.end]
    }

    fn here(&self, reason: &str) -> ScriptError {
        self.error(self.start, reason.to_owned())
    }

    fn error(&self, at: usize, reason: String) -> ScriptError {
        let line = self.text[..at].matches('\n').count() + 1;
        ScriptError::Header { path: self.path.to_owned(), line, reason }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<ScriptFile, String> {
        ScriptFile::parse(Path::new("versions/a.rs"), text).map_err(|error| error.to_string())
    }

    #[test]
    fn the_header_is_read_whatever_stands_around_it() {
        let script = parse(
            "//! create account\n//! table\n//!\n//! Revision ID: a1\n\
             use x::*; /* const REVISION: &str = \"no\"; */\n\
             fn f() { const REVISION: &str = \"inner\"; let c = '\"'; let r = r#\"const \"#; }\n\
             pub const REVISION: &str = \"a1\";\n\
             pub const DOWN_REVISION: &[&str] = &[\"b2\", \"c3\",];\n\
             pub(crate) const DEPENDS_ON: Option<&str> = Some(\"d4\");",
        )
        .unwrap();
        assert_eq!(script.id, "a1");
        assert_eq!(script.down_revisions, ["b2", "c3"]);
        assert_eq!(script.branch_labels, [""; 0]);
        assert_eq!(script.depends_on, ["d4"]);
        assert_eq!(script.doc(), "create account table");
        assert_eq!(script.long_doc, "create account\ntable\n\nRevision ID: a1");
    }

    #[test]
    fn what_is_no_revision_is_told_with_its_line() {
        for (text, wanted) in [
            ("", "versions/a.rs is not a revision: it has no `REVISION` constant"),
            (
                "\nconst REVISION: &str = \"a\";",
                "versions/a.rs:2: the revision has no `DOWN_REVISION` constant",
            ),
            (
                "const REVISION: &str = ID;",
                "versions/a.rs:1: write the value as plain texts: `&[\"id\"]`",
            ),
            ("\n\nconst REVISION: &str = \"a", "versions/a.rs:3: the text does not end"),
            ("const REVISION: &str = \"a\"", "versions/a.rs:1: the constant does not end"),
            ("const REVISION: &str = \"\";", "versions/a.rs:1: `REVISION` must be one text"),
            ("fn a() {} }\n", "versions/a.rs:1: nothing is open here to close"),
            (
                "const REVISION: &str = \"a\";\nconst REVISION: &str = \"b\";",
                "versions/a.rs:2: `REVISION` stands twice",
            ),
        ] {
            assert_eq!(parse(text).unwrap_err(), wanted, "{text}");
        }
    }
}
