//! One command on several databases of a project: which of them, in threads, and what came of it.
//!
//! Each database has its own run of the environment, session, lock, plan and version table. A run knows nothing of the others, but for
//! the project's [`CompileGate`](crate::build::CompileGate).

mod report;
mod selection;
mod threads;

pub use report::{DatabaseOutcome, DatabaseReport, DatabasesFailed};
pub use selection::{DatabaseOptions, MOST_JOBS, selected};
pub use threads::each;

use super::Event;
use crate::autogenerate::Suggestion;
use crate::error::Error;

/// What is told of one of several databases.
#[derive(Debug)]
pub enum DatabaseEvent<'a> {
    /// The work on it begins.
    Begun,
    /// What the work itself tells.
    Told(Event),
    /// The work is done.
    Done,
    /// The work has failed.
    Failed(&'a Error),
}

/// Who is told of several databases, each by its name, and asked about them. All of it happens in the thread that waits for them.
pub trait DatabasesAudience {
    /// Hears what is told of a database.
    fn hear(&mut self, database: &str, event: DatabaseEvent<'_>);

    /// Says whether something was renamed that looks like it.
    fn confirm(&mut self, _database: &str, _suggestion: &Suggestion) -> bool {
        false
    }
}

/// Nobody is told, and nothing was renamed.
impl DatabasesAudience for () {
    fn hear(&mut self, _: &str, _: DatabaseEvent<'_>) {}
}
