//! What a user types to name a place in the history: a revision identifier.

use std::{fmt, str::FromStr};

/// Where a move should end, or which revisions a command is about: `head`, `ae10`, `web@+2` …
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The part before `@`, to whose line the rest is held: a label, an id, or the beginning of either.
    pub branch: Option<String>,
    /// The part behind it.
    pub place: Place,
}

/// A place in the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// `ae10` or `head`: the place itself.
    At(Symbol),
    /// `+2` or `-1`: steps from where the database is.
    FromCurrent(i64),
    /// `ae10-2` or `base+1`: steps from a place; negative ones lead down.
    From(Symbol, i64),
}

/// A place that needs no counting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Symbol {
    /// `base`: before the first revision.
    Base,
    /// `head`: the one revision that has no child.
    Head,
    /// `heads`: every revision that has no child and on which no other depends; held to a branch, each of its heads.
    Heads,
    /// `ae10`: a revision, by its id, by a label written on it, or by the beginning of either.
    Name(String),
}

/// A text that names no place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TargetError {
    /// Nothing was typed.
    #[error("an empty text names no revision")]
    Empty,
    /// A range, where one place is wanted.
    #[error("`{0}` is a range, and here one revision is wanted")]
    Range(String),
    /// One place, where a range is wanted.
    #[error("`{0}` is no range: it has no `:`")]
    NoRange(String),
    /// Nothing stands on one side of the `@`, or there are two.
    #[error("`{0}` should have one branch before its `@` and one place behind")]
    Branch(String),
    /// The number of steps does not fit into 64 bits.
    #[error("`{0}` counts too many steps")]
    TooManySteps(String),
}

impl TargetError {
    /// Returns what the user can do next.
    pub fn help(&self) -> Option<String> {
        let help = match self {
            Self::Empty => "name a revision, `head` or `base`",
            Self::Range(_) => "ranges are for `history -r` and for offline mode (`--sql`)",
            Self::NoRange(_) => "say `from:to`, `from:` or `:to`",
            Self::Branch(_) => "as in `web@head`, `web@+1` or `web@ae10`",
            Self::TooManySteps(_) => return None,
        };
        Some(help.to_owned())
    }
}

impl Target {
    /// Returns a place of no branch.
    pub const fn new(place: Place) -> Self {
        Self { branch: None, place }
    }

    /// Returns `base`.
    pub const fn base() -> Self {
        Self::new(Place::At(Symbol::Base))
    }

    /// Returns `head`.
    pub const fn head() -> Self {
        Self::new(Place::At(Symbol::Head))
    }

    /// Returns `heads`.
    pub const fn heads() -> Self {
        Self::new(Place::At(Symbol::Heads))
    }

    /// Returns the revision of this name.
    pub fn revision(name: &str) -> Self {
        Self::new(Place::At(Symbol::Name(name.to_owned())))
    }

    /// Returns how many steps it counts, in either direction.
    pub(super) fn steps(&self) -> u64 {
        match self.place {
            Place::At(_) => 0,
            Place::FromCurrent(steps) | Place::From(_, steps) => steps.unsigned_abs(),
        }
    }
}

impl FromStr for Target {
    type Err = TargetError;

    fn from_str(text: &str) -> Result<Self, TargetError> {
        if text.is_empty() {
            return Err(TargetError::Empty);
        }
        if text.contains(':') {
            return Err(TargetError::Range(text.to_owned()));
        }
        let (branch, place) = match text.split_once('@') {
            None => (None, text),
            Some((branch, place)) => (Some(branch), place),
        };
        if branch == Some("") || place.is_empty() || place.contains('@') {
            return Err(TargetError::Branch(text.to_owned()));
        }
        Ok(Self { branch: branch.map(str::to_owned), place: parse_place(text, place)? })
    }
}

fn parse_place(text: &str, place: &str) -> Result<Place, TargetError> {
    let Some((from, steps)) = split_steps(place) else {
        return Ok(Place::At(Symbol::from(place)));
    };
    let steps = steps.parse().map_err(|_| TargetError::TooManySteps(text.to_owned()))?;
    match from {
        "" => Ok(Place::FromCurrent(steps)),
        from => Ok(Place::From(Symbol::from(from), steps)),
    }
}

/// Splits `ae10-2` into `ae10` and `-2`.
///
/// A label may hold `-`, so this takes only what can be an id of letters, digits and `_`, followed by a number.
fn split_steps(text: &str) -> Option<(&str, &str)> {
    let (from, steps) = text.split_at(text.find(['+', '-'])?);
    let is_word = from.chars().all(|c| c.is_alphanumeric() || c == '_');
    let digits = &steps[1..];
    let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    (is_word && is_number).then_some((from, steps))
}

impl From<&str> for Symbol {
    fn from(text: &str) -> Self {
        match text {
            "base" => Self::Base,
            "head" => Self::Head,
            "heads" => Self::Heads,
            name => Self::Name(name.to_owned()),
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(branch) = &self.branch {
            write!(f, "{branch}@")?;
        }
        match &self.place {
            Place::At(symbol) => symbol.fmt(f),
            Place::FromCurrent(steps) => write!(f, "{steps:+}"),
            Place::From(symbol, steps) => write!(f, "{symbol}{steps:+}"),
        }
    }
}

impl fmt::Display for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Base => "base",
            Self::Head => "head",
            Self::Heads => "heads",
            Self::Name(name) => name,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(name: &str) -> Symbol {
        Symbol::Name(name.to_owned())
    }

    #[test]
    fn spellings() {
        let cases = [
            ("base", None, Place::At(Symbol::Base)),
            ("head", None, Place::At(Symbol::Head)),
            ("heads", None, Place::At(Symbol::Heads)),
            ("+2", None, Place::FromCurrent(2)),
            ("-1", None, Place::FromCurrent(-1)),
            ("ae10", None, Place::At(name("ae10"))),
            ("2024", None, Place::At(name("2024"))),
            ("v1.0", None, Place::At(name("v1.0"))),
            ("my-label", None, Place::At(name("my-label"))),
            ("v1.0-1", None, Place::At(name("v1.0-1"))),
            ("ae10-2", None, Place::From(name("ae10"), -2)),
            ("base+1", None, Place::From(Symbol::Base, 1)),
            ("head-1", None, Place::From(Symbol::Head, -1)),
            ("heads-1", None, Place::From(Symbol::Heads, -1)),
            ("web@head", Some("web"), Place::At(Symbol::Head)),
            ("my-web@base", Some("my-web"), Place::At(Symbol::Base)),
            ("web@+2", Some("web"), Place::FromCurrent(2)),
            ("web@ae10-2", Some("web"), Place::From(name("ae10"), -2)),
        ];
        for (text, branch, place) in cases {
            let target = Target { branch: branch.map(str::to_owned), place };
            assert_eq!(text.parse(), Ok(target.clone()), "{text}");
            assert_eq!(target.to_string(), text);
        }
    }

    #[test]
    fn no_step_has_one_spelling() {
        for text in ["+0", "-0"] {
            let target: Target = text.parse().unwrap();
            assert_eq!(target.to_string().parse(), Ok(target));
        }
    }

    #[test]
    fn refused() {
        let sides =
            |text| format!("`{text}` should have one branch before its `@` and one place behind");
        let cases = [
            ("", "an empty text names no revision".to_owned()),
            ("a:b", "`a:b` is a range, and here one revision is wanted".to_owned()),
            ("@head", sides("@head")),
            ("web@", sides("web@")),
            ("web@api@head", sides("web@api@head")),
            ("+99999999999999999999", "`+99999999999999999999` counts too many steps".to_owned()),
        ];
        for (text, message) in cases {
            assert_eq!(text.parse::<Target>().unwrap_err().to_string(), message);
        }
    }
}
