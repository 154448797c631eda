//! Why what a database holds could not be shown.

use std::io;
use std::path::PathBuf;

use crate::autogenerate;
use crate::sql::RenderError;

/// Why what a database holds could not be shown.
#[derive(Debug, thiserror::Error)]
pub enum SchemaError {
    /// Neither the command line nor the project says which database.
    #[error("it is not said which database to show")]
    NoUrl,
    /// The database has no such schema.
    #[error("the database has no schema `{name}`")]
    NoSchema { name: String, known: Vec<String> },
    /// Something it holds cannot be written in its own words.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// The result cannot be written.
    #[error("cannot write {}", file.display())]
    Write { file: PathBuf, source: io::Error },
    /// Something it holds cannot be written as Rust.
    #[error(transparent)]
    Source(#[from] autogenerate::RenderError),
}

impl SchemaError {
    /// Returns what the user can do next.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::NoUrl => Some("give `--url`, or set `url` in `runner.toml`".into()),
            Self::NoSchema { known, .. } => Some(match known.as_slice() {
                [] => "it has the default schema only, which is always shown".into(),
                known => format!("besides the default one it has {}", known.join(", ")),
            }),
            Self::Render(error) => error.help(),
            Self::Write { .. } => Some("give `--output` a file in a folder that is there".into()),
            Self::Source(error) => error.help(),
        }
    }
}
