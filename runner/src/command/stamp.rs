//! `stamp`: say where the database stands, without running anything.

use crate::error::Error;
use crate::project::Project;
use crate::revision::Target;
use crate::runtime::{self, Observer, Task};

/// Changes the version rows so that the database stands at `targets`.
///
/// # Errors
/// Whatever fails on the way.
pub fn stamp(
    project: &mut Project,
    targets: &[Target],
    observer: Observer<'_>,
) -> Result<(), Error> {
    for target in targets {
        project.require_complete_for(target)?;
    }
    runtime::run(project, &Task::Stamp(targets.to_vec()), None, observer).map(drop)
}
