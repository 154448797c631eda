//! Runs migrations: plan, lock, transactions, steps, version rows.

mod compare;
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
mod survey;
mod task;

use std::collections::BTreeMap;

use crate::build::{BuildError, BuildEvent, Builder};
use crate::dialect::redact;
use crate::error::Error;
use crate::load::{Libraries, Unit};
use crate::project::Project;
use crate::revision::{Direction, Plan};
use crate::script::ScriptFile;

pub use compare::{
    Compared, Comparison, ComparisonForm, PlannedRevision, RevisionTerms, SchemaSource,
    compare_outside,
};
pub use environment::{Connected, OfflineStart, Outcome, compare, resume, run};
pub use error::{Done, RuntimeError, StepCause, StepName};
pub use hooks::Confirm;
pub use ledger::{Account, Fate};
pub use survey::{Effect, Survey, survey};
pub use task::Task;

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
    /// The database differs from what is wanted.
    Detected(String),
    /// Something that the user should know, and what can be done about it.
    Warning { message: String, help: Option<String> },
}

/// Takes what is told.
pub type Observer<'a> = &'a mut dyn FnMut(Event);

/// What compiles and opens the code of a project.
struct Code {
    builder: Builder,
    libraries: Libraries,
}

impl Code {
    fn new(project: &Project) -> Result<Self, BuildError> {
        let builder = Builder::new(&project.config.script_location)?;
        Ok(Self { builder, libraries: Libraries::default() })
    }

    /// Returns the environment's unit, built and opened.
    fn environment(&mut self, observer: Observer<'_>) -> Result<Unit, Error> {
        let library = self.builder.environment(&mut |event| observer(Event::Build(event)))?;
        Ok(self.libraries.open(&library)?)
    }

    /// Returns the unit of each revision that the plan runs, built and opened.
    fn units(
        &mut self,
        project: &Project,
        plan: &Plan,
        observer: Observer<'_>,
    ) -> Result<BTreeMap<String, Unit>, Error> {
        let runs = plan.steps.iter().filter(|step| step.direction != Direction::Stamp);
        let needed: Vec<_> =
            runs.map(|step| file(project, &step.revision)).collect::<Result<_, _>>()?;
        self.units_of(project, &needed, observer)
    }

    /// Returns the unit of each of these revisions, built and opened.
    fn units_of(
        &mut self,
        project: &Project,
        needed: &[&ScriptFile],
        observer: Observer<'_>,
    ) -> Result<BTreeMap<String, Unit>, Error> {
        if needed.is_empty() {
            return Ok(BTreeMap::new());
        }
        let newest_first = project.directory.map().newest_first();
        let all: Vec<_> =
            newest_first.into_iter().rev().filter_map(|id| project.directory.file(id)).collect();
        let libraries =
            self.builder.revisions(needed, &all, &mut |event| observer(Event::Build(event)))?;
        let mut units = BTreeMap::new();
        for (id, library) in libraries {
            units.insert(id, self.libraries.open(&library)?);
        }
        Ok(units)
    }
}

fn file<'p>(project: &'p Project, id: &str) -> Result<&'p ScriptFile, RuntimeError> {
    project.directory.file(id).ok_or_else(|| RuntimeError::NoFile { id: id.to_owned() })
}

/// Returns an author's text without the password of any URL in it.
fn harmless(text: &str) -> String {
    redact(text)
}
