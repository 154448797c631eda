//! What can be wrong with a program that a user names.

use std::io;
use std::path::PathBuf;

/// Why a program that the user named did not do its work.
#[derive(Debug, thiserror::Error)]
pub enum ProgramError {
    /// It cannot be started.
    #[error("cannot start `{program}`")]
    Start { program: String, source: io::Error },
    /// It ended with another code than 0, or by a signal.
    #[error("`{program}` failed: {status}")]
    Failed { program: String, status: String },
    /// The folder that it should run in is not there.
    #[error("there is no folder {} to run `{program}` in", folder.display())]
    NoFolder { program: String, folder: PathBuf },
    /// There is no editor.
    #[error("no editor was found")]
    NoEditor,
    /// The command line of the editor has an open quote.
    #[error("the editor's command line has an open quote: {command}")]
    EditorQuote { command: String },
}

impl ProgramError {
    /// Returns what the user can do next.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::NoEditor | Self::EditorQuote { .. } => {
                Some("name one in the environment variable `VISUAL` or `EDITOR`".to_owned())
            }
            Self::Start { .. } | Self::Failed { .. } | Self::NoFolder { .. } => None,
        }
    }
}
