//! `upgrade` and `downgrade`: move the database along the history.

use crate::error::Error;
use crate::project::Project;
use crate::revision::{Place, Target};
use crate::runtime::{self, Moved, Observer, OfflineStart, Outcome, Task};

/// Where a move should end, and how it is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MigrateOptions {
    /// Where to go.
    pub target: Target,
    /// With a start, the SQL is written down instead of run.
    pub offline: Option<Target>,
    /// Whether each step of a script is to look for itself whether it is done.
    pub idempotent: bool,
    /// So many operations of the first step are passed over: they were done before a step failed on a database that
    /// commits schema changes at once.
    pub resume_after: usize,
}

/// What a command did to the version rows, or would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Migrated {
    /// From where to where it brought the database; `None` offline.
    pub moved: Option<Moved>,
    /// The script of an offline run.
    pub script: Option<String>,
}

impl From<Outcome> for Migrated {
    fn from(outcome: Outcome) -> Self {
        Self { moved: outcome.moved, script: outcome.script }
    }
}

/// Brings the database forward.
///
/// # Errors
/// Whatever fails on the way.
pub fn upgrade(
    project: &Project,
    options: &MigrateOptions,
    observer: Observer<'_>,
) -> Result<Migrated, Error> {
    project.check_target(&options.target)?;
    if let Place::At(_) = options.target.place {
        // It means the same wherever the database stands: so what is wrong with it is told at once.
        project.directory.map().resolve(&options.target)?;
    }
    migrate(project, &Task::Upgrade(options.target.clone()), options, observer)
}

/// Takes the database back.
///
/// # Errors
/// Whatever fails on the way.
pub fn downgrade(
    project: &Project,
    options: &MigrateOptions,
    observer: Observer<'_>,
) -> Result<Migrated, Error> {
    project.check_target(&options.target)?;
    migrate(project, &Task::Downgrade(options.target.clone()), options, observer)
}

fn migrate(
    project: &Project,
    task: &Task,
    options: &MigrateOptions,
    observer: Observer<'_>,
) -> Result<Migrated, Error> {
    if options.resume_after > 0 {
        return Ok(runtime::resume(project, task, options.resume_after, observer)?.into());
    }
    let offline =
        options.offline.clone().map(|from| OfflineStart { from, idempotent: options.idempotent });
    Ok(runtime::run(project, task, offline.as_ref(), observer)?.into())
}
