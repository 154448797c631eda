//! The URL of a database, and keeping passwords out of sight.

use std::fmt;
use std::str::FromStr;

use super::left_out::missing_feature;
use super::{Dialect, all};

/// The URL of a database of a known kind. Its password is never printed.
///
/// SQLAlchemy's names of drivers (`postgresql+psycopg2://`) are read and ignored.
#[derive(Clone)]
pub struct DatabaseUrl {
    dialect: &'static dyn Dialect,
    text: String,
}

/// Why a text is no URL of a database.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UrlError {
    #[error("what is given as the database URL does not begin with a scheme")]
    NoScheme,
    #[error("`{scheme}` names no database that is known: it is one of {}", schemes())]
    UnknownScheme { scheme: String },
    #[error("`{scheme}` databases are not supported by this version")]
    UnsupportedScheme { scheme: String },
    #[error("this program was built without the part for `{scheme}` databases")]
    LeftOut { scheme: String, feature: &'static str },
    #[error("the database URL `{url}` is wrong: {reason}")]
    Malformed { url: String, reason: String },
}

/// Databases that users of Alembic may well ask for.
const NOT_YET: [&str; 2] = ["mssql", "oracle"];

impl DatabaseUrl {
    /// Returns the kind of database.
    pub fn dialect(&self) -> &'static dyn Dialect {
        self.dialect
    }

    /// Returns the scheme without a driver: `postgresql` of `postgresql+psycopg2://…`.
    pub fn scheme(&self) -> &str {
        scheme_of(&self.text)
    }

    /// Returns what follows the scheme and its colon. It holds the password.
    pub(super) fn after_scheme(&self) -> &str {
        self.text.split_once(':').map_or("", |(_, rest)| rest)
    }

    pub(super) fn malformed(&self, reason: impl Into<String>) -> UrlError {
        UrlError::Malformed { url: self.to_string(), reason: reason.into() }
    }
}

impl FromStr for DatabaseUrl {
    type Err = UrlError;

    fn from_str(text: &str) -> Result<Self, UrlError> {
        let text = text.trim();
        let scheme = scheme_of(text);
        // The text stays untold: `host=h password=…` is a way to connect, but no URL.
        if scheme.is_empty() || !scheme.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(UrlError::NoScheme);
        }
        match all().find(|dialect| dialect.schemes().contains(&scheme)) {
            Some(dialect) => Ok(Self { dialect, text: text.to_owned() }),
            None if NOT_YET.contains(&scheme) => {
                Err(UrlError::UnsupportedScheme { scheme: scheme.to_owned() })
            }
            None => Err(match missing_feature(scheme) {
                Some(feature) => UrlError::LeftOut { scheme: scheme.to_owned(), feature },
                None => UrlError::UnknownScheme { scheme: scheme.to_owned() },
            }),
        }
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.text.split_once("://") {
            Some((scheme, rest)) => write!(f, "{scheme}://{}", mask(rest)),
            // A URL without its slashes is wrong for a server, and may hold a password all the same.
            None => f.write_str(&mask(&self.text)),
        }
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DatabaseUrl({self})")
    }
}

impl UrlError {
    /// Returns what the user can do next.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::NoScheme => Some(
                "write `postgresql://user:password@host:5432/database` or `sqlite:///file.db`"
                    .into(),
            ),
            Self::UnknownScheme { .. } => None,
            Self::UnsupportedScheme { .. } => Some(format!("it knows {}", schemes())),
            Self::LeftOut { feature, .. } => {
                Some(format!("give the crate `runner` the feature `{feature}`"))
            }
            Self::Malformed { .. } => Some(
                "percent-encode what is special in a user, password or name: `@` is `%40`".into(),
            ),
        }
    }
}

/// Hides the password of every URL in `text`: `postgresql://bob:***@localhost/shop`.
///
/// It rather hides too much than too little: an unencoded `@` or `/` may be part of a password.
pub fn redact(text: &str) -> String {
    let mut hidden = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("://") {
        hidden.push_str(before);
        hidden.push_str("://");
        let end = after.find(|c: char| c.is_whitespace() || "\"'`<>".contains(c));
        let (url, remainder) = after.split_at(end.unwrap_or(after.len()));
        hidden.push_str(&mask(url));
        rest = remainder;
    }
    hidden.push_str(rest);
    hidden
}

/// Hides the password in what follows `://`.
fn mask(rest: &str) -> String {
    let masked = match rest.rsplit_once('@') {
        Some((credentials, place)) => match credentials.split_once(':') {
            Some((user, _)) => format!("{user}:***@{place}"),
            None => rest.to_owned(),
        },
        None => rest.to_owned(),
    };
    mask_option(&masked)
}

/// Hides the value of `?password=…`.
fn mask_option(url: &str) -> String {
    let Some((place, options)) = url.split_once('?') else {
        return url.to_owned();
    };
    let shown = options.split('&').map(|option| match option.split_once('=') {
        Some((name, _)) if name.ends_with("password") => format!("{name}=***"),
        Some(_) | None => option.to_owned(),
    });
    format!("{place}?{}", shown.collect::<Vec<_>>().join("&"))
}

/// Returns what stands before the colon, without the driver; nothing when there is no colon.
fn scheme_of(text: &str) -> &str {
    let scheme = text.split_once(':').map_or("", |(scheme, _)| scheme);
    scheme.split_once('+').map_or(scheme, |(dialect, _)| dialect)
}

fn schemes() -> String {
    let each = all().flat_map(Dialect::schemes).map(|scheme| format!("`{scheme}`"));
    each.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<DatabaseUrl, UrlError> {
        text.parse()
    }

    #[test]
    fn the_scheme_names_the_database_whatever_the_driver() {
        for (text, name) in [
            ("postgresql://localhost/shop", "postgresql"),
            ("postgres://localhost/shop", "postgresql"),
            ("postgresql+psycopg2://localhost/shop", "postgresql"),
            ("sqlite:///shop.db", "sqlite"),
            ("sqlite+aiosqlite:///shop.db", "sqlite"),
            ("sqlite::memory:", "sqlite"),
            (" sqlite:shop.db\n", "sqlite"),
        ] {
            assert_eq!(parse(text).unwrap().dialect().name(), name, "{text}");
        }
    }

    #[test]
    fn what_names_no_database_says_what_would() {
        let refused = ["shop.db", "mssql://h/d", "mongodb://u:secret@h/d", "host=h password=s:t"];
        let told = refused.map(|text| {
            let error = parse(text).unwrap_err();
            format!("{error}\n  {}", error.help().unwrap_or_default())
        });
        insta::assert_snapshot!(told.join("\n"), @"
        what is given as the database URL does not begin with a scheme
          write `postgresql://user:password@host:5432/database` or `sqlite:///file.db`
        `mssql` databases are not supported by this version
          it knows `postgresql`, `postgres`, `sqlite`, `mysql`, `mariadb`
        `mongodb` names no database that is known: it is one of `postgresql`, `postgres`, `sqlite`, `mysql`, `mariadb`
          
        what is given as the database URL does not begin with a scheme
          write `postgresql://user:password@host:5432/database` or `sqlite:///file.db`
        ");
    }

    #[test]
    fn a_password_is_never_shown() {
        for (text, shown) in [
            ("postgresql://bob:pw@h:5432/d", "postgresql://bob:***@h:5432/d"),
            ("postgresql://bob:p@ss/w rd@h/d", "postgresql://bob:***@h/d"),
            ("postgresql://bob@h/d", "postgresql://bob@h/d"),
            ("postgresql://h:5432/d", "postgresql://h:5432/d"),
            ("postgresql:///d?host=h&password=pw&x=1", "postgresql:///d?host=h&password=***&x=1"),
            ("sqlite:///shop.db", "sqlite:///shop.db"),
            ("sqlite::memory:", "sqlite::memory:"),
            ("postgresql:bob:pw@h/d", "postgresql:***@h/d"),
        ] {
            let url = parse(text).unwrap();
            assert_eq!(url.to_string(), shown);
            assert_eq!(format!("{url:?}"), format!("DatabaseUrl({shown})"));
        }
    }

    #[test]
    fn urls_within_a_text_are_redacted() {
        for (text, shown) in [
            ("no URL at all: a@b", "no URL at all: a@b"),
            (
                "tried 'postgresql://bob:p/w@h/d', then mysql://eve:x@h?password=y.",
                "tried 'postgresql://bob:***@h/d', then mysql://eve:***@h?password=***",
            ),
            ("https://example.org/a:b", "https://example.org/a:b"),
            ("x://", "x://"),
        ] {
            assert_eq!(redact(text), shown);
        }
    }
}
