//! Why what is wanted cannot be found out.

use std::io;
use std::path::PathBuf;

use super::diesel::DieselError;
use crate::dialect::DatabaseError;

/// Why what an application wants cannot be found out.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// A file of SQL or a `schema.rs` cannot be read.
    #[error("cannot read {}", path.display())]
    Read { path: PathBuf, source: io::Error },
    /// The database refuses what the SQL says.
    #[error("{place}: {source}")]
    Sql { place: String, source: DatabaseError },
    /// A line is meant for a client, not for the database.
    #[error("{place}:{line}: `{text}` is a command of psql")]
    ClientCommand { place: String, line: usize, text: String },
    /// Rows are copied in, which takes more than a statement.
    #[error("{place}:{line}: rows are copied from the text itself")]
    CopiedRows { place: String, line: usize },
    /// The other database is of another kind.
    #[error("the metadata's database {url} is {title}, and {expected} is compared")]
    OtherKind { url: String, title: &'static str, expected: &'static str },
    /// Two sources, or one twice, have an object of the same name.
    #[error("`target_metadata` has {kind} `{name}` twice")]
    Twice { kind: &'static str, name: String },
    /// What the environment sent is no metadata.
    #[error("the metadata of the environment is damaged")]
    Damaged,
    /// No session could be had in a scratch database.
    #[error("the scratch database has no session")]
    NoSession,
    /// Diesel's `schema.rs`.
    #[error(transparent)]
    Diesel(#[from] DieselError),
    /// A pattern of `exclude` is none.
    #[error("`exclude` has the empty pattern")]
    EmptyPattern,
}

impl SourceError {
    /// Returns what the user can do next.
    pub fn help(&self) -> Option<String> {
        match self {
            Self::Read { .. } => {
                Some("paths in `target_metadata` start at the folder of the project file, those of the command line where it is run".to_owned())
            }
            Self::Sql { source, .. } => source.help(),
            Self::ClientCommand { .. } => Some("leave it out; only SQL is run".to_owned()),
            Self::CopiedRows { .. } => Some(
                "only the schema is wanted: dump it with `pg_dump --schema-only`, or leave the rows out".to_owned(),
            ),
            Self::OtherKind { .. } => Some("name a database of the same kind".to_owned()),
            Self::Twice { .. } => Some("leave one of them out".to_owned()),
            Self::Damaged => {
                Some("build the project against the `migration-api` of this runner".to_owned())
            }
            Self::NoSession => None,
            Self::Diesel(error) => error.help(),
            Self::EmptyPattern => Some("write `*` for everything".to_owned()),
        }
    }
}
