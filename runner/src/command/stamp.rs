//! `stamp`: say where the database stands, without running anything.

use super::Migrated;
use crate::error::Error;
use crate::project::Project;
use crate::revision::Target;
use crate::runtime::{self, Observer, OfflineStart, Task};

/// Where the database is to stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StampOptions {
    /// The revisions.
    pub targets: Vec<Target>,
    /// Whether all rows are deleted first, known or not.
    pub purge: bool,
    /// With a start, the SQL is written down instead of run.
    pub offline: Option<Target>,
}

/// Changes the version rows.
///
/// # Errors
/// Whatever fails on the way.
pub fn stamp(
    project: &Project,
    options: &StampOptions,
    observer: Observer<'_>,
) -> Result<Migrated, Error> {
    for target in &options.targets {
        project.check_target(target)?;
    }
    let task = Task::Stamp { targets: options.targets.clone(), purge: options.purge };
    let offline = options.offline.clone().map(OfflineStart::at);
    Ok(runtime::run(project, &task, offline.as_ref(), observer)?.into())
}
