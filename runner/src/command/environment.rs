//! Runs the environment for commands that need no database, where the settings ask for it.

use crate::error::Error;
use crate::project::Project;
use crate::revision::Target;
use crate::runtime::{self, Observer, OfflineStart, Task};

/// Runs the environment without a task, if `revision_environment` says so; returns what it hands to the template of revisions.
pub(super) fn run_environment(
    project: &Project,
    offline: bool,
    observer: Observer<'_>,
) -> Result<Vec<(String, String)>, Error> {
    if !project.config.revision_environment {
        return Ok(Vec::new());
    }
    let start = offline.then(|| OfflineStart::at(Target::base()));
    if project.config.databases.is_empty() {
        return Ok(runtime::run(project, &Task::Look, start.as_ref(), observer)?.template_args);
    }
    let mut all = Vec::new();
    for database in project.of_each_database()? {
        all.extend(runtime::run(&database, &Task::Look, start.as_ref(), observer)?.template_args);
    }
    Ok(all)
}
