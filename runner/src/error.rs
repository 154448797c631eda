//! What can go wrong, gathered from the rooms.

use std::error::Error as StdError;

use crate::autogenerate::RenderError;
use crate::autogenerate::source::SourceError;
use crate::build::BuildError;
use crate::config::ConfigError;
use crate::dialect::DatabaseError;
use crate::load::LoadError;
use crate::revision::{RevisionError, TargetError};
use crate::runtime::RuntimeError;
use crate::schema::SchemaError;
use crate::script::{ProgramError, ScriptError};

/// Any failure of the library.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The project file.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// Revision files and templates.
    #[error(transparent)]
    Script(#[from] ScriptError),
    /// The graph of revisions.
    #[error(transparent)]
    Revision(#[from] RevisionError),
    /// A revision or a range as it was typed.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// Compiling.
    #[error(transparent)]
    Build(#[from] BuildError),
    /// Loading what was compiled.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// The database.
    #[error(transparent)]
    Database(#[from] DatabaseError),
    /// What a database holds, shown.
    #[error(transparent)]
    Schema(#[from] SchemaError),
    /// A program that the user named.
    #[error(transparent)]
    Program(#[from] ProgramError),
    /// Writing a revision as Rust source.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// Finding out what is wanted.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// Running migrations.
    #[error(transparent)]
    Runtime(#[from] RuntimeError),
}

impl Error {
    /// Returns what the user can do next.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Config(error) => error.help(),
            Self::Script(error) => error.help(),
            Self::Revision(error) => error.help(),
            Self::Target(error) => error.help(),
            Self::Build(error) => error.help(),
            Self::Load(error) => error.help(),
            Self::Database(error) => error.help(),
            Self::Schema(error) => error.help(),
            Self::Program(error) => error.help(),
            Self::Render(error) => error.help(),
            Self::Source(error) => error.help(),
            Self::Runtime(error) => error.help(),
        }
    }

    /// Returns the code with which the program ends.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Target(_) => exit_code::USAGE,
            Self::Runtime(
                RuntimeError::NotAtHeads { .. }
                | RuntimeError::ChangesDetected { .. }
                | RuntimeError::SchemasDiffer { .. },
            ) => exit_code::CHANGES_DETECTED,
            Self::Config(_)
            | Self::Script(_)
            | Self::Revision(_)
            | Self::Build(_)
            | Self::Load(_)
            | Self::Database(_)
            | Self::Schema(_)
            | Self::Program(_)
            | Self::Render(_)
            | Self::Source(_)
            | Self::Runtime(_) => exit_code::FAILED,
        }
    }

    /// Returns the messages of what caused this error, outermost first.
    pub fn causes(&self) -> Vec<String> {
        let mut causes = Vec::new();
        let mut source = self.source();
        while let Some(cause) = source {
            causes.push(cause.to_string());
            source = cause.source();
        }
        causes
    }
}

/// The exit codes of the program. They do not change within a major version.
pub mod exit_code {
    /// It is done.
    pub const DONE: u8 = 0;
    /// Anything without a code of its own.
    pub const FAILED: u8 = 1;
    /// The command line could not be understood.
    pub const USAGE: u8 = 2;
    /// `check` or `diff` found differences, or `current --check-heads` the database elsewhere.
    pub const CHANGES_DETECTED: u8 = 3;
}
