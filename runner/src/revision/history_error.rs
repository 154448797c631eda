//! What can be wrong with a history.

use super::error::quoted;

/// Why revisions do not make a history.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HistoryError {
    /// An id has no character.
    #[error("a revision has an empty id")]
    EmptyId,
    /// An id has characters that targets use.
    #[error("revision id `{id}` holds {}, which targets give another meaning", quoted(characters))]
    IllegalId { id: String, characters: Vec<String> },
    /// A label stands on two revisions.
    #[error(
        "branch label `{label}` of revision `{revision}` is already the label of revision `{other}`"
    )]
    DuplicateLabel { label: String, revision: String, other: String },
    /// A label is an id, too.
    #[error("branch label `{label}` of revision `{revision}` is also the id of a revision")]
    LabelIsId { label: String, revision: String },
    /// A dependency is not there.
    #[error("revision `{id}` depends on `{missing}`, which is neither a revision nor a label")]
    MissingDependency { id: String, missing: String },
    /// A parent is not there.
    #[error("revision `{id}` names `{missing}` as its down revision, which does not exist")]
    MissingDownRevision { id: String, missing: String },
    /// A revision is its own parent.
    #[error("revision `{id}` names itself as its down revision")]
    SelfLoop { id: String },
    /// A revision depends on itself.
    #[error("revision `{id}` depends on itself")]
    DependencySelfLoop { id: String },
    /// Parents lead back to where they began.
    #[error("the down revisions go round in a circle: {}", path.join(" -> "))]
    Cycle { path: Vec<String> },
    /// Parents and dependencies together do.
    #[error("the dependencies go round in a circle: {}", path.join(" -> "))]
    DependencyCycle { path: Vec<String> },
}

impl HistoryError {
    /// Returns the revisions at fault.
    pub fn revisions(&self) -> Vec<&str> {
        match self {
            Self::IllegalId { id, .. }
            | Self::MissingDependency { id, .. }
            | Self::MissingDownRevision { id, .. }
            | Self::SelfLoop { id }
            | Self::DependencySelfLoop { id } => vec![id],
            Self::DuplicateLabel { revision, other, .. } => vec![revision, other],
            Self::LabelIsId { revision, .. } => vec![revision],
            // The path ends where it began.
            Self::Cycle { path } | Self::DependencyCycle { path } => {
                path.iter().skip(1).map(String::as_str).collect()
            }
            Self::EmptyId => Vec::new(),
        }
    }

    /// Returns what the user can do next.
    pub fn help(&self) -> Option<String> {
        let help = match self {
            Self::EmptyId => "give the revision an id, such as `ae1027a6acf3`",
            Self::IllegalId { .. } => "use letters, digits and `_`",
            Self::DuplicateLabel { .. } | Self::LabelIsId { .. } => {
                "a label stands on one revision only; choose another one"
            }
            Self::MissingDependency { .. } => {
                "write the full id or a label, or restore the missing file"
            }
            Self::MissingDownRevision { .. } => {
                "restore the missing file, or write the full id of another down revision"
            }
            Self::SelfLoop { .. } | Self::Cycle { .. } => {
                "correct the down revision of one of these files"
            }
            Self::DependencySelfLoop { .. } | Self::DependencyCycle { .. } => {
                "remove one of these dependencies or down revisions"
            }
        };
        Some(help.to_owned())
    }
}
