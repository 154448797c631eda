//! `edit`: open revision files in the user's editor.

use std::path::PathBuf;

use super::show::shown_ids;
use crate::error::Error;
use crate::project::Project;
use crate::revision::RevisionError;
use crate::runtime::Observer;
use crate::script;

/// Opens the files of the revisions that `revision` names, one after the other; returns their paths.
///
/// # Errors
/// When it names none, or there is no editor.
pub fn edit(
    project: &mut Project,
    revision: &str,
    observer: Observer<'_>,
) -> Result<Vec<PathBuf>, Error> {
    let ids = shown_ids(project, revision, observer)?;
    if ids.is_empty() {
        return Err(RevisionError::NoFiles { text: revision.to_owned() }.into());
    }
    let files = ids.iter().filter_map(|id| project.directory.file(id));
    let paths: Vec<PathBuf> = files.map(|file| file.path.clone()).collect();
    for path in &paths {
        script::edit(path, &project.config.root)?;
    }
    Ok(paths)
}
