//! What a user types to say where a move should end.

use std::{fmt, str::FromStr};

/// Where an upgrade, a downgrade or a stamp should end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// `base`: before the first revision.
    Base,
    /// `head`: the one head.
    Head,
    /// `heads`: every head.
    Heads,
    /// `+2` or `-1`: steps from where the database is.
    Relative(i64),
    /// `ae10`: a revision, by its id, by the beginning of its id, or by a label.
    Revision(String),
    /// `ae10-2` or `base+1`: steps from a place in the history.
    RevisionRelative {
        /// Where the steps start.
        from: Anchor,
        /// How many there are; negative ones lead down.
        steps: i64,
    },
}

/// Where the steps of a relative target start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Anchor {
    /// `base`: before the first revision.
    Base,
    /// `head`: the one head.
    Head,
    /// `heads`: the one head that no other revision depends on.
    Heads,
    /// A revision, by its id, by the beginning of its id, or by a label.
    Revision(String),
}

/// A text that is not a target.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TargetError {
    #[error("an empty text names no revision")]
    Empty,
    #[error("`{0}` is a range, and here one revision is wanted")]
    Range(String),
    #[error("`{0}` names a branch, which this command does not understand")]
    Branch(String),
    #[error("`{0}` counts too many steps")]
    TooManySteps(String),
}

impl TargetError {
    /// Returns what the user can do next.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Empty => Some("name a revision, `head` or `base`".to_owned()),
            Self::Range(_) => {
                Some("ranges are for `history` and for offline mode (`--sql`)".to_owned())
            }
            Self::Branch(_) => Some("name the revision itself".to_owned()),
            Self::TooManySteps(_) => None,
        }
    }
}

impl Target {
    /// Returns how many steps a relative target counts, in either direction.
    pub(super) fn steps(&self) -> u64 {
        match self {
            Self::Base | Self::Head | Self::Heads | Self::Revision(_) => 0,
            Self::Relative(steps) | Self::RevisionRelative { steps, .. } => steps.unsigned_abs(),
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
        if text.contains('@') {
            return Err(TargetError::Branch(text.to_owned()));
        }
        match split_steps(text) {
            Some((from, steps)) => relative(text, from, steps),
            None => Ok(Anchor::from(text).into()),
        }
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

fn relative(text: &str, from: &str, steps: &str) -> Result<Target, TargetError> {
    let steps = steps.parse().map_err(|_| TargetError::TooManySteps(text.to_owned()))?;
    if from.is_empty() {
        return Ok(Target::Relative(steps));
    }
    Ok(Target::RevisionRelative { from: from.into(), steps })
}

impl From<&str> for Anchor {
    fn from(text: &str) -> Self {
        match text {
            "base" => Self::Base,
            "head" => Self::Head,
            "heads" => Self::Heads,
            name => Self::Revision(name.to_owned()),
        }
    }
}

impl From<Anchor> for Target {
    fn from(anchor: Anchor) -> Self {
        match anchor {
            Anchor::Base => Self::Base,
            Anchor::Head => Self::Head,
            Anchor::Heads => Self::Heads,
            Anchor::Revision(name) => Self::Revision(name),
        }
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Base => Anchor::Base.fmt(f),
            Self::Head => Anchor::Head.fmt(f),
            Self::Heads => Anchor::Heads.fmt(f),
            Self::Relative(steps) => write!(f, "{steps:+}"),
            Self::Revision(name) => f.write_str(name),
            Self::RevisionRelative { from, steps } => write!(f, "{from}{steps:+}"),
        }
    }
}

impl fmt::Display for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Base => "base",
            Self::Head => "head",
            Self::Heads => "heads",
            Self::Revision(name) => name,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn revision(name: &str) -> Target {
        Target::Revision(name.to_owned())
    }

    fn from(from: Anchor, steps: i64) -> Target {
        Target::RevisionRelative { from, steps }
    }

    #[test]
    fn spellings() {
        let cases = [
            ("base", Target::Base),
            ("head", Target::Head),
            ("heads", Target::Heads),
            ("+2", Target::Relative(2)),
            ("-1", Target::Relative(-1)),
            ("ae10", revision("ae10")),
            ("2024", revision("2024")),
            ("v1.0", revision("v1.0")),
            ("my-label", revision("my-label")),
            ("v1.0-1", revision("v1.0-1")),
            ("ae10-2", from(Anchor::Revision("ae10".to_owned()), -2)),
            ("base+1", from(Anchor::Base, 1)),
            ("head-1", from(Anchor::Head, -1)),
            ("heads-1", from(Anchor::Heads, -1)),
        ];
        for (text, target) in cases {
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
        let cases = [
            ("", "an empty text names no revision"),
            ("a:b", "`a:b` is a range, and here one revision is wanted"),
            ("web@head", "`web@head` names a branch, which this command does not understand"),
            ("+99999999999999999999", "`+99999999999999999999` counts too many steps"),
        ];
        for (text, message) in cases {
            assert_eq!(text.parse::<Target>().unwrap_err().to_string(), message);
        }
    }
}
