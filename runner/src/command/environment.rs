//! Runs the environment for commands that need no database, where the settings ask for it.

use crate::error::Error;
use crate::project::Project;
use crate::revision::Target;
use crate::runtime::{self, Observer, OfflineStart, Task};

/// Runs the environment without a task, if `revision_environment` says so.
pub(super) fn run_environment(
    project: &Project,
    offline: bool,
    observer: Observer<'_>,
) -> Result<(), Error> {
    if !project.config.revision_environment {
        return Ok(());
    }
    let start = offline.then(|| OfflineStart::at(Target::base()));
    match project.config.databases.is_empty() {
        true => runtime::run(project, &Task::Look, start.as_ref(), observer).map(drop),
        false => project
            .of_each_database()?
            .iter()
            .try_for_each(|it| runtime::run(it, &Task::Look, start.as_ref(), observer).map(drop)),
    }
}
