//! `show`: all there is to say of one revision.

use super::RevisionEntry;
use super::current::current_ids;
use crate::error::Error;
use crate::project::Project;
use crate::revision::Target;
use crate::runtime::Observer;

/// Looks revisions up: by id, `head`, `heads`, or `current` (which asks the database).
///
/// # Errors
/// When there is no such revision.
pub fn show(
    project: &mut Project,
    revision: &str,
    observer: Observer<'_>,
) -> Result<Vec<RevisionEntry>, Error> {
    let ids = if revision == "current" {
        current_ids(project, observer)?.1
    } else {
        let target: Target = revision.parse()?;
        project.require_complete_for(&target)?;
        let ids = project.directory.map().resolve_all(&target)?;
        ids.into_iter().map(str::to_owned).collect()
    };
    Ok(ids.iter().filter_map(|id| RevisionEntry::of(project, id, &[])).collect())
}
