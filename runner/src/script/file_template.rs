//! How the file of a new revision is called.

use std::str::FromStr;

use jiff::Zoned;

/// The pattern of new files' names, in Alembic's form: `%(year)d_%(month).2d_%(rev)s_%(slug)s`.
///
/// A `/` in it makes folders. `%%` is taken for `%`, as Alembic's own configuration files have to double it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileTemplate {
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    /// A token, and how it is written.
    Token(Token, Format),
}

/// How a token is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    /// As it is.
    Whole,
    /// A number with at least so many digits.
    Digits(u8),
    /// A text with at most so many characters.
    Cut(u8),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Revision,
    Slug,
    Epoch,
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
}

/// The tokens by their names.
const TOKENS: [(&str, Token); 9] = [
    ("rev", Token::Revision),
    ("slug", Token::Slug),
    ("epoch", Token::Epoch),
    ("year", Token::Year),
    ("month", Token::Month),
    ("day", Token::Day),
    ("hour", Token::Hour),
    ("minute", Token::Minute),
    ("second", Token::Second),
];

/// A text that is no pattern of file names.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FileTemplateError {
    /// A `%(` names nothing that is known.
    #[error("`%({0})` is no token: those are {names}", names = names())]
    UnknownToken(String),
    /// A `%` does not begin a token.
    #[error("`%{0}` is no token: write them as in `%(rev)s` or `%(month).2d`")]
    NotAToken(String),
    /// The path leads out of the folder.
    #[error("it must stay below the folder of the revisions")]
    LeadsOut,
}

fn names() -> String {
    TOKENS.map(|(name, _)| name).join(", ")
}

impl Default for FileTemplate {
    fn default() -> Self {
        let pieces = vec![
            Piece::Token(Token::Revision, Format::Whole),
            Piece::Text("_".to_owned()),
            Piece::Token(Token::Slug, Format::Whole),
        ];
        Self { pieces }
    }
}

impl FileTemplate {
    /// Returns the path of a file below the folder of the revisions, with its ending.
    pub fn path(&self, revision: &str, slug: &str, created: &Zoned) -> String {
        let value = |token: &Token| match token {
            Token::Revision => revision.to_owned(),
            Token::Slug => slug.to_owned(),
            Token::Epoch => created.timestamp().as_second().to_string(),
            Token::Year => created.year().to_string(),
            Token::Month => created.month().to_string(),
            Token::Day => created.day().to_string(),
            Token::Hour => created.hour().to_string(),
            Token::Minute => created.minute().to_string(),
            Token::Second => created.second().to_string(),
        };
        let text = |piece: &Piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Token(token, Format::Whole) => value(token),
            Piece::Token(token, Format::Digits(least)) => {
                format!("{:0>least$}", value(token), least = usize::from(*least))
            }
            Piece::Token(token, Format::Cut(most)) => {
                value(token).chars().take(usize::from(*most)).collect()
            }
        };
        self.pieces.iter().map(text).collect::<String>() + ".rs"
    }

    /// Tells whether a file can come to lie in a folder below that of the revisions.
    pub fn has_folders(&self) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Piece::Text(text) if text.contains('/')))
    }
}

impl FromStr for FileTemplate {
    type Err = FileTemplateError;

    fn from_str(text: &str) -> Result<Self, FileTemplateError> {
        let text = text.replace("%%", "%");
        let mut pieces = Vec::new();
        let mut rest = text.as_str();
        while let Some(at) = rest.find('%') {
            pieces.push(Piece::Text(rest[..at].to_owned()));
            let (token, behind) = token(&rest[at + 1..])?;
            pieces.push(token);
            rest = behind;
        }
        pieces.push(Piece::Text(rest.to_owned()));
        pieces.retain(|piece| *piece != Piece::Text(String::new()));
        let leads_out = |part: &str| part == ".." || part.ends_with(':');
        if text.starts_with('/') || text.split(['/', '\\']).any(leads_out) {
            return Err(FileTemplateError::LeadsOut);
        }
        Ok(Self { pieces })
    }
}

/// Reads a token behind its `%`; returns it and the text behind it.
fn token(text: &str) -> Result<(Piece, &str), FileTemplateError> {
    let beginning = || FileTemplateError::NotAToken(text.chars().take(8).collect());
    let inner = text.strip_prefix('(').and_then(|text| text.split_once(')'));
    let (name, format) = inner.ok_or_else(beginning)?;
    let known = TOKENS.iter().find(|(known, _)| *known == name);
    let unknown = || FileTemplateError::UnknownToken(name.to_owned());
    let (_, token) = known.ok_or_else(unknown)?;
    let end = format.find(|c: char| c.is_ascii_alphabetic()).ok_or_else(beginning)?;
    let (width, kind, behind) = (&format[..end], &format[end..=end], &format[end + 1..]);
    let digits = width.trim_start_matches(['.', '0']);
    let number = || digits.parse().map_err(|_| beginning());
    let format = match (kind, digits) {
        ("d" | "i" | "s", "") => Format::Whole,
        ("d" | "i", _) => Format::Digits(number()?),
        ("s", _) if width.starts_with('.') => Format::Cut(number()?),
        _ => return Err(beginning()),
    };
    Ok((Piece::Token(*token, format), behind))
}

/// Returns the message's words in lower case with `_` between, cut at a word's end.
pub(super) fn slug(message: &str, length: usize) -> String {
    let words = message.split(|c: char| !c.is_alphanumeric() && c != '_');
    let words: Vec<_> = words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    let slug = words.join("_");
    if slug.chars().count() <= length {
        return slug;
    }
    let cut: String = slug.chars().take(length).collect();
    let whole_words = cut.rsplit_once('_').map_or(cut.as_str(), |(words, _)| words);
    format!("{whole_words}_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_after_revision_message_and_date() {
        let created: Zoned = "2026-05-04T03:07:09+00:00[UTC]".parse().unwrap();
        for (template, path) in [
            ("%(rev)s_%(slug)s", "a1_add.rs"),
            ("%%(rev)s", "a1.rs"),
            ("%(year)d_%(month).2d_%(day)02d_%(rev)s", "2026_05_04_a1.rs"),
            ("%(year)d/%(month)d/%(rev)s-%(slug)s", "2026/5/a1-add.rs"),
            ("%(year)d_%(slug).2s", "2026_ad.rs"),
            ("%(epoch)s_%(hour)d%(minute).2d%(second).2d_%(rev)s", "1777864029_30709_a1.rs"),
        ] {
            let template: FileTemplate = template.parse().unwrap();
            assert_eq!(template.path("a1", "add", &created), path);
        }
        assert_eq!(FileTemplate::default(), "%(rev)s_%(slug)s".parse().unwrap());
    }

    #[test]
    fn what_is_no_pattern_is_refused() {
        for (template, message) in [
            (
                "%(revision)s",
                "`%(revision)` is no token: those are rev, slug, epoch, year, month, day, hour, \
                 minute, second",
            ),
            ("%s", "`%s` is no token: write them as in `%(rev)s` or `%(month).2d`"),
            ("%(rev)", "`%(rev)` is no token: write them as in `%(rev)s` or `%(month).2d`"),
            ("%(rev)x", "`%(rev)x` is no token: write them as in `%(rev)s` or `%(month).2d`"),
            ("../%(rev)s", "it must stay below the folder of the revisions"),
            ("/tmp/%(rev)s", "it must stay below the folder of the revisions"),
        ] {
            let error = template.parse::<FileTemplate>().unwrap_err();
            assert_eq!(error.to_string(), message);
        }
    }

    #[test]
    fn a_slug_is_cut_at_the_end_of_a_word() {
        for (message, wanted) in [
            ("create account table", "create_account_table"),
            ("", ""),
            ("Add: the (new) Größe!", "add_the_new_größe"),
            (
                "a message that is much longer than a name of a file should be",
                "a_message_that_is_much_longer_than_a_",
            ),
        ] {
            assert_eq!(slug(message, 40), wanted);
        }
    }
}
