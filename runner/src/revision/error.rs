//! What can be wrong with a history, or with what is asked of it.

use super::target::{Anchor, Target, TargetError};

/// A history that cannot be loaded, or a request that it cannot answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RevisionError {
    #[error("a revision has an empty id")]
    EmptyId,
    #[error("revision id `{id}` holds {}, which targets give another meaning", quoted(characters))]
    IllegalId { id: String, characters: Vec<String> },
    #[error("revision id `{id}` is used twice")]
    DuplicateId { id: String },
    #[error(
        "branch label `{label}` of revision `{revision}` is already the label of revision `{other}`"
    )]
    DuplicateLabel { label: String, revision: String, other: String },
    #[error("branch label `{label}` of revision `{revision}` is also the id of a revision")]
    LabelIsId { label: String, revision: String },
    #[error("revision `{id}` depends on `{missing}`, which is neither a revision nor a label")]
    MissingDependency { id: String, missing: String },
    #[error("revision `{id}` names `{missing}` as its down revision, which does not exist")]
    MissingDownRevision { id: String, missing: String },
    #[error("revision `{id}` names itself as its down revision")]
    SelfLoop { id: String },
    #[error("revision `{id}` depends on itself")]
    DependencySelfLoop { id: String },
    #[error("the down revisions go round in a circle: {}", path.join(" -> "))]
    Cycle { path: Vec<String> },
    #[error("the dependencies go round in a circle: {}", path.join(" -> "))]
    DependencyCycle { path: Vec<String> },

    #[error(transparent)]
    Target(#[from] TargetError),
    #[error("no revision or label matches `{text}`")]
    UnknownRevision { text: String, near: Vec<String> },
    #[error("`{text}` is the beginning of several names: {}", quoted(candidates))]
    AmbiguousPrefix { text: String, candidates: Vec<String> },
    #[error("`{asked}` asks for one head, but there are {}: {}", heads.len(), quoted(heads))]
    MultipleHeads { asked: Anchor, heads: Vec<String> },
    #[error("the version table names revision `{row}`, which the script directory does not have")]
    UnknownRow { row: String },
    #[error("the version table names `{lower}` beside `{upper}`, which already includes it")]
    OverlappingRows { lower: String, upper: String },

    #[error("`{target}` starts from the current revision, but there are several: {}", quoted(rows))]
    SeveralStarts { target: Target, rows: Vec<String> },
    #[error("`{target}` meets a fork at `{at}`: {}", quoted(choices))]
    AmbiguousWalk { target: Target, at: String, choices: Vec<String> },
    #[error("`{target}` goes too far: {} possible", steps(*available))]
    OutOfRange { target: Target, available: u64 },
    #[error("`{target}` does not lead up")]
    NotUp { target: Target },
    #[error("`{target}` does not lead down")]
    NotDown { target: Target },
    #[error("`{target}` is relative, and here a revision is wanted")]
    RelativeNotAllowed { target: Target },
    #[error("a downgrade to `{target}` is not possible from {}", state(rows))]
    NotBelow { target: String, rows: Vec<String> },
}

impl RevisionError {
    /// Returns what the user can do next.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::EmptyId => Some("give the revision an id, such as `ae1027a6acf3`".to_owned()),
            Self::IllegalId { .. } => Some("use letters, digits and `_`".to_owned()),
            Self::DuplicateId { .. } => {
                Some("give one of the two files another id, or remove it if it is a copy".to_owned())
            }
            Self::DuplicateLabel { .. } | Self::LabelIsId { .. } => {
                Some("a label stands on one revision only; choose another one".to_owned())
            }
            Self::MissingDependency { .. } => {
                Some("write the full id or a label, or restore the missing file".to_owned())
            }
            Self::MissingDownRevision { .. } => {
                Some("restore the missing file, or write the full id of another down revision".to_owned())
            }
            Self::SelfLoop { .. } | Self::Cycle { .. } => {
                Some("correct the down revision of one of these files".to_owned())
            }
            Self::DependencySelfLoop { .. } | Self::DependencyCycle { .. } => {
                Some("remove one of these dependencies or down revisions".to_owned())
            }
            Self::Target(error) => error.help(),
            Self::UnknownRevision { near, .. } if near.is_empty() => {
                Some("`history` lists the revisions".to_owned())
            }
            Self::UnknownRevision { near, .. } => Some(format!("did you mean {}?", quoted(near))),
            Self::AmbiguousPrefix { .. } => Some("type more of the name".to_owned()),
            Self::MultipleHeads { asked: Anchor::Head, heads } => {
                let heads = heads.join(" ");
                Some(format!("name one of them ({heads}), or all with `heads`"))
            }
            Self::MultipleHeads { .. } => Some("name one of them".to_owned()),
            Self::UnknownRow { .. } => Some(
                "check out the source that has this revision, or correct the row in the table by SQL"
                    .to_owned(),
            ),
            Self::OverlappingRows { lower, .. } => {
                Some(format!("delete the row `{lower}` from the version table by SQL"))
            }
            Self::SeveralStarts { rows, target } => Some(relative_to(rows, target)),
            Self::AmbiguousWalk { choices, .. } => {
                Some(format!("name the revision itself: {}", quoted(choices)))
            }
            Self::OutOfRange { .. } => Some("`history` lists the revisions".to_owned()),
            Self::NotUp { .. } => Some("count up with `+1`; `downgrade` goes down".to_owned()),
            Self::NotDown { .. } => Some("count down with `-1`; `upgrade` goes up".to_owned()),
            Self::RelativeNotAllowed { .. } => {
                Some("name the revision; `history` lists them".to_owned())
            }
            Self::NotBelow { .. } => {
                Some("name `base` or a revision below a current one; `current` lists those".to_owned())
            }
        }
    }
}

/// Returns a relative target that starts from the first row instead of from all of them.
fn relative_to(rows: &[String], target: &Target) -> String {
    let first = rows.first().map_or("", String::as_str);
    format!("say from which one, such as `{first}{target}`, or name the revision itself")
}

/// Puts names into a sentence.
fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

fn steps(available: u64) -> String {
    match available {
        0 => "no step is".to_owned(),
        1 => "only 1 step is".to_owned(),
        more => format!("only {more} steps are"),
    }
}

/// Says where the database stands.
fn state(rows: &[String]) -> String {
    match rows {
        [] => "an empty database".to_owned(),
        [row] => format!("the current revision `{row}`"),
        rows => format!("the current revisions {}", quoted(rows)),
    }
}
