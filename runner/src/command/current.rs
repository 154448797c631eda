//! `current`: where the database stands.

use super::RevisionEntry;
use crate::error::Error;
use crate::project::Project;
use crate::runtime::{self, Observer, Task};

/// Where a database stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Current {
    /// Its URL, without the password.
    pub url: String,
    /// The revisions at which it stands, dependencies that are no row of their own included.
    pub revisions: Vec<RevisionEntry>,
}

/// Reads where the database stands. Never creates the version table.
///
/// # Errors
/// Whatever fails on the way, and a version row that no file has.
pub fn current(project: &Project, observer: Observer<'_>) -> Result<Current, Error> {
    let (url, ids) = current_ids(project, observer)?;
    let revisions = ids.iter().filter_map(|id| RevisionEntry::of(project, id, &[])).collect();
    Ok(Current { url, revisions })
}

/// Returns the database's URL and the ids at which it stands.
pub(super) fn current_ids(
    project: &Project,
    observer: Observer<'_>,
) -> Result<(String, Vec<String>), Error> {
    let connected = runtime::run(project, &Task::Look, None, observer)?.connected;
    let Some(connected) = connected else { return Ok(Default::default()) };
    let ids = project.directory.map().current(&connected.rows)?;
    let ids = ids.into_iter().map(str::to_owned).collect();
    Ok((connected.url, ids))
}
