//! `history` and `heads`: the revisions on disk.

use super::RevisionEntry;
use super::current::current_ids;
use crate::error::Error;
use crate::project::Project;
use crate::runtime::Observer;

/// Lists all revisions, newest first; asks the database where it stands if `indicate_current`.
///
/// # Errors
/// When a file among the revisions is none, or the database cannot be asked.
pub fn history(
    project: &mut Project,
    indicate_current: bool,
    observer: Observer<'_>,
) -> Result<Vec<RevisionEntry>, Error> {
    project.directory.require_complete()?;
    let current = match indicate_current {
        true => current_ids(project, observer)?.1,
        false => Vec::new(),
    };
    Ok(RevisionEntry::all(project, &project.directory.map().newest_first(), &current))
}

/// Lists the revisions that have no child.
///
/// # Errors
/// When a file among the revisions is none.
pub fn heads(project: &mut Project) -> Result<Vec<RevisionEntry>, Error> {
    project.directory.require_complete()?;
    Ok(RevisionEntry::all(project, &project.directory.map().heads(), &[]))
}
