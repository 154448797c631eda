//! `current`: where the database stands.

use std::collections::BTreeSet;

use super::RevisionEntry;
use crate::error::Error;
use crate::project::Project;
use crate::runtime::{self, Observer, Task};

/// Where a database stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Current<'p> {
    /// Its URL, without the password.
    pub url: String,
    /// The revisions at which it stands, dependencies that are no row of their own included.
    pub revisions: Vec<RevisionEntry<'p>>,
    /// The heads that are not applied.
    ///
    /// One that is applied because a row depends on it is none of these, though Alembic counts it.
    pub missing_heads: Vec<String>,
}

/// Reads where the database stands. Never creates the version table.
///
/// # Errors
/// Whatever fails on the way, and a version row that no file has.
pub fn current<'p>(project: &'p Project, observer: Observer<'_>) -> Result<Current<'p>, Error> {
    let (url, rows) = look(project, observer)?;
    let map = project.directory.map();
    let ids = map.current(&rows)?;
    let revisions =
        ids.iter().filter_map(|id| RevisionEntry::of(project, id, &BTreeSet::new())).collect();
    let applied = map.applied(&rows)?;
    let missing = map.heads().into_iter().filter(|head| !applied.contains(head));
    let missing_heads = missing.map(str::to_owned).collect();
    Ok(Current { url, revisions, missing_heads })
}

/// Returns the database's URL and the ids at which it stands.
pub(super) fn current_ids(
    project: &Project,
    observer: Observer<'_>,
) -> Result<(String, Vec<String>), Error> {
    let (url, rows) = look(project, observer)?;
    let ids = project.directory.map().current(&rows)?;
    Ok((url, ids.into_iter().map(str::to_owned).collect()))
}

/// Returns the rows of the version table.
pub(super) fn current_rows(
    project: &Project,
    observer: Observer<'_>,
) -> Result<Vec<String>, Error> {
    look(project, observer).map(|(_, rows)| rows)
}

fn look(project: &Project, observer: Observer<'_>) -> Result<(String, Vec<String>), Error> {
    let connected = runtime::run(project, &Task::Look, None, observer)?.connected;
    Ok(connected.map_or_else(Default::default, |connected| (connected.url, connected.rows)))
}
