//! What can be wrong with the files of a script directory.

use std::io;
use std::path::PathBuf;

/// Why revision files could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum ScriptError {
    /// The folder of the revisions is not there.
    #[error("there is no folder {}", path.display())]
    NoDirectory { path: PathBuf },
    /// A file or folder cannot be read.
    #[error("cannot read {}", path.display())]
    Read { path: PathBuf, source: io::Error },
    /// A file cannot be written.
    #[error("cannot write {}", path.display())]
    Write { path: PathBuf, source: io::Error },
    /// A file among the revisions is none.
    #[error("{} is not a revision: it has no `REVISION` constant", path.display())]
    NotARevision { path: PathBuf },
    /// A revision's header is not as it should be.
    #[error("{}:{line}: {reason}", path.display())]
    Header { path: PathBuf, line: usize, reason: String },
    /// Two files say the same id.
    #[error("revision `{id}` stands in two files: {} and {}", first.display(), second.display())]
    DuplicateId { id: String, first: PathBuf, second: PathBuf },
    /// A file that is to be written is there already.
    #[error("{} is there already", path.display())]
    Exists { path: PathBuf },
    /// The folder that `init` should fill has something in it.
    #[error("{} is there and is not empty", path.display())]
    NotEmpty { path: PathBuf },
    /// No template has this name.
    #[error("there is no template `{name}`")]
    NoTemplate { name: String },
    /// A template cannot be rendered.
    #[error("cannot render {name}: {reason}")]
    Render { name: String, reason: String },
    /// A `Cargo.toml` cannot take a new member.
    #[error("cannot add the package to the workspace in {}: {reason}", path.display())]
    Workspace { path: PathBuf, reason: String },
}

impl ScriptError {
    /// Returns what the user can do next.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::NoDirectory { .. } => {
                Some("`runner init` makes one; `script_location` says where it is".into())
            }
            Self::NotARevision { .. } => Some(
                "keep other modules outside of `versions/`, or begin the file's name with `.`"
                    .into(),
            ),
            Self::DuplicateId { .. } => {
                Some("give one of them another id, in its file and in those that name it".into())
            }
            Self::NotEmpty { .. } => {
                Some("name another folder: nothing is ever overwritten".into())
            }
            Self::NoTemplate { .. } => Some(
                "`runner list-templates` shows those there are; the path of a folder works too"
                    .into(),
            ),
            Self::Exists { .. } => Some("move it away first: nothing is ever overwritten".into()),
            Self::Read { .. }
            | Self::Write { .. }
            | Self::Header { .. }
            | Self::Render { .. }
            | Self::Workspace { .. } => None,
        }
    }
}
