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
    /// The heads that have no row; with none missing and no other row, the database is at all heads.
    pub missing_heads: Vec<String>,
    /// Whether the rows are just the heads.
    pub is_at_heads: bool,
}

/// Reads where the database stands. Never creates the version table.
///
/// # Errors
/// Whatever fails on the way, and a version row that no file has.
pub fn current(project: &Project, observer: Observer<'_>) -> Result<Current, Error> {
    let (url, rows) = look(project, observer)?;
    let map = project.directory.map();
    let ids = map.current(&rows)?;
    let revisions = ids.iter().filter_map(|id| RevisionEntry::of(project, id, &[])).collect();
    let is_missing = |head: &&str| !rows.iter().any(|row| row == head);
    let missing_heads = map.heads().into_iter().filter(is_missing).map(str::to_owned).collect();
    Ok(Current { url, revisions, missing_heads, is_at_heads: map.is_at_heads(&rows) })
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
