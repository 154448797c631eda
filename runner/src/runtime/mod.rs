//! Runs migrations: plan, lock, transactions, steps, version rows.

mod attached;
mod code;
mod compare;
pub mod databases;
mod environment;
mod error;
mod hooks;
mod ledger;
mod lock;
mod offline;
mod online;
mod rendering;
mod sink;
mod step;
mod step_info;
mod survey;
mod task;
mod two_phase;
#[cfg(feature = "cli")]
mod units;
#[cfg(not(feature = "cli"))]
#[path = "without_units.rs"]
mod units;

use crate::build::BuildEvent;
use crate::dialect::redact;
use crate::project::Project;
use crate::revision::Direction;
use crate::script::ScriptFile;
use code::Code;

pub use compare::{
    Compared, Comparison, ComparisonForm, PlannedRevision, RevisionTerms, SchemaSource,
    compare_outside,
};
pub use environment::{Connected, OfflineStart, Outcome, compare, resume, run};
pub use error::{Done, RuntimeError, StepCause, StepName};
pub use hooks::Confirm;
pub use ledger::{Account, Fate};
pub use survey::{Effect, Survey, survey};
pub use task::{Moved, Task};
pub use two_phase::{Agreement, FoundPrepared, Part, PreparedName};

/// What is told while a command works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Compiling.
    Build(BuildEvent),
    /// Which database there is, and whether it can undo schema changes.
    Context { database: &'static str, transactional_ddl: bool },
    /// A step begins.
    Running { direction: Direction, from: Vec<String>, to: Vec<String>, doc: String },
    /// The version table was created.
    CreatedTable { name: String },
    /// What an author's migration tells of itself.
    Progress(String),
    /// Another run is being waited for.
    Waiting { by: Option<String> },
    /// The database is where it should be already.
    NothingToDo { rows: Vec<String> },
    /// A transaction that an earlier run had prepared, and was cut off from, was ended.
    Recovered { name: String, committed: bool },
    /// The database differs from what is wanted.
    Detected(String),
    /// Something that the user should know, and what can be done about it.
    Warning { message: String, help: Option<String> },
}

/// Takes what is told.
pub type Observer<'a> = &'a mut dyn FnMut(Event);

fn file<'p>(project: &'p Project, id: &str) -> Result<&'p ScriptFile, RuntimeError> {
    project.directory.file(id).ok_or_else(|| RuntimeError::NoFile { id: id.to_owned() })
}

/// Returns an author's text without the password of any URL in it.
fn harmless(text: &str) -> String {
    redact(text)
}
