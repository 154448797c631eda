//! Why what is wanted cannot be found out.

use std::io;
use std::path::PathBuf;

use super::DieselError;
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
    #[error("{place}: `{text}` is a command of {client}")]
    ClientCommand { place: String, text: String, client: &'static str },
    /// Rows are copied in, which takes more than a statement.
    #[error("{place}: `{text}` copies rows from the text itself")]
    CopiedRows { place: String, text: String },
    /// A statement changes more than the scratch database that it would be run on.
    #[error("{place}: `{text}` may change more than the scratch database on which the file is run")]
    Beyond { place: String, text: String },
    /// A statement is about a whole database.
    #[error(
        "{place}: `{text}` is about a database, and the file is run on a scratch database of its own"
    )]
    WholeDatabase { place: String, text: String },
    /// A statement names an object of another database.
    #[error(
        "{place}: `{text}` names an object of the database `{name}`, which is not the scratch database on which the file is run"
    )]
    OtherDatabase { place: String, text: String, name: String },
    /// The server for scratch databases is of another kind.
    #[error("`scratch_url` names a database of {title} ({url}), and {expected} is compared")]
    ScratchKind { url: String, title: &'static str, expected: &'static str },
    /// Nobody has said on which server scratch databases can be made.
    #[error(
        "a database is needed that is there only for a while, and it is not known where the server of this connection is"
    )]
    NoScratchServer,
    /// The other database is of another kind.
    #[error("the metadata's database {url} is {title}, and {expected} is compared")]
    OtherKind { url: String, title: &'static str, expected: &'static str },
    /// Two sources, or one twice, have an object of the same name.
    #[error("`target_metadata` has {kind} `{name}` twice, in {first} and in {second}")]
    Twice { kind: &'static str, name: String, first: String, second: String },
    /// What the environment sent is no metadata.
    #[error("the metadata of the environment is damaged")]
    Damaged,
    /// No session could be had in a scratch database.
    #[error("the scratch database has no session")]
    NoSession,
    /// Diesel's `schema.rs`.
    #[error(transparent)]
    Diesel(#[from] DieselError),
    /// It takes Rust's parser, which this program was built without.
    #[error("`{file}` is Rust, and this program was built without the part that reads it")]
    NoParser { file: String },
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
            Self::Beyond { .. } => Some(
                "leave it out: the file only has to make what the database should hold".to_owned(),
            ),
            Self::WholeDatabase { .. } => Some(
                "leave it out: the file only has to make what the database should hold (dump one database, without `--create` or `--databases`)".to_owned(),
            ),
            Self::OtherDatabase { name, .. } => Some(format!(
                "leave out `{name}.` before the name, or the statement, if it is about another database"
            )),
            Self::ScratchKind { expected, .. } => Some(format!(
                "name a server of {expected} by `scratch_url`, or leave it out to use that of the database itself"
            )),
            Self::NoScratchServer => Some("name the server by `scratch_url` in `runner.toml`".to_owned()),
            Self::OtherKind { .. } => Some("name a database of the same kind".to_owned()),
            Self::Twice { .. } => Some("leave one of them out".to_owned()),
            Self::Damaged => {
                Some("build the project against the `migration-api` of this runner".to_owned())
            }
            Self::NoSession => None,
            Self::Diesel(error) => error.help(),
            Self::NoParser { .. } => Some(
                "give the crate `runner` the feature `cli`, or have `target_metadata` return the tables as values".to_owned(),
            ),
            Self::EmptyPattern => Some("write `*` for everything".to_owned()),
        }
    }
}
