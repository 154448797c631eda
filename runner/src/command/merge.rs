//! `merge`: make several heads one again.

use super::revision::{Created, RevisionOptions, revision};
use crate::error::Error;
use crate::project::Project;
use crate::runtime::Observer;

/// What came of a merge.
#[derive(Debug)]
pub enum Merged {
    /// There is only this revision, or none: no file was written.
    Nothing(Option<String>),
    /// The file was written.
    Created(Created),
}

/// Writes a revision that joins the heads in `options`; without a message, it is called after them.
///
/// # Errors
/// When one of them cannot be found or is no head, or the file cannot be written.
pub fn merge(
    project: &mut Project,
    options: &RevisionOptions,
    observer: Observer<'_>,
) -> Result<Merged, Error> {
    project.directory.require_complete()?;
    options.heads.iter().try_for_each(|target| project.check_target(target))?;
    let map = project.directory.map();
    let mut parents = Vec::new();
    for target in &options.heads {
        parents.extend(map.resolve_all(target)?);
    }
    if parents.len() < 2 {
        return Ok(Merged::Nothing(parents.first().map(|id| (*id).to_owned())));
    }
    let mut options = options.clone();
    if options.message.is_empty() {
        options.message = format!("merge {}", parents.join(" and "));
    }
    revision(project, &options, observer).map(Merged::Created)
}
