//! `show`: all there is to say of one revision.

use std::collections::BTreeSet;

use super::RevisionEntry;
use super::current::current_ids;
use crate::error::Error;
use crate::project::Project;
use crate::revision::Target;
use crate::runtime::Observer;

/// Looks revisions up: by any identifier, or `current` (which asks the database).
///
/// # Errors
/// When there is no such revision.
pub fn show<'p>(
    project: &'p mut Project,
    revision: &str,
    observer: Observer<'_>,
) -> Result<Vec<RevisionEntry<'p>>, Error> {
    let ids = shown_ids(project, revision, observer)?;
    Ok(ids.iter().filter_map(|id| RevisionEntry::of(project, id, &BTreeSet::new())).collect())
}

/// Returns the ids of the revisions that a text names.
pub(super) fn shown_ids(
    project: &mut Project,
    revision: &str,
    observer: Observer<'_>,
) -> Result<Vec<String>, Error> {
    if revision == "current" {
        return Ok(current_ids(project, observer)?.1);
    }
    let target: Target = revision.parse()?;
    project.check_target(&target)?;
    let ids = project.directory.map().resolve_all(&target)?;
    Ok(ids.into_iter().map(str::to_owned).collect())
}
