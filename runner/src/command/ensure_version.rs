//! `ensure-version`: create the version table.

use crate::error::Error;
use crate::project::Project;
use crate::revision::Target;
use crate::runtime::{self, Observer, OfflineStart, Task};

/// Creates the version table if it is not there; offline, returns the script that does.
///
/// # Errors
/// Whatever fails on the way.
pub fn ensure_version(
    project: &Project,
    offline: bool,
    observer: Observer<'_>,
) -> Result<Option<String>, Error> {
    let start = offline.then(|| OfflineStart::at(Target::base()));
    Ok(runtime::run(project, &Task::EnsureVersion, start.as_ref(), observer)?.script)
}
