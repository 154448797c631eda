//! `rebase`: let a branch that is not published yet follow another head, instead of merging the two.

use std::path::PathBuf;

use crate::error::Error;
use crate::project::Project;
use crate::revision::{Rebase, RebaseError, RevisionError, Target};
use crate::runtime::{self, Observer, RuntimeError, Task};
use crate::script::reparent;

/// Which branch is to move, and where to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RebaseOptions {
    /// A revision of the branch.
    pub revision: Target,
    /// The head that the branch is to follow; `None`, the only other one.
    pub onto: Option<Target>,
    /// Whether the database is asked first that nothing of the branch is applied.
    pub check_database: bool,
}

/// A branch that was moved, and the file that was changed for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rebased {
    /// What moved.
    pub rebase: Rebase,
    /// The file of the branch's first revision.
    pub path: PathBuf,
}

/// Gives the first revision of a branch another parent; returns `None` when it has that one already.
///
/// # Errors
/// When the branch cannot be moved, is applied in the database, or its file cannot be changed.
pub fn rebase(
    project: &mut Project,
    options: &RebaseOptions,
    observer: Observer<'_>,
) -> Result<Option<Rebased>, Error> {
    project.directory.require_complete()?;
    let map = project.directory.map();
    let Some(rebase) = map.rebase(&options.revision, options.onto.as_ref())? else {
        return Ok(None);
    };
    if options.check_database {
        let applied = project.directory.map().applied(&asked_rows(project, observer)?)?;
        let moved = std::iter::once(&rebase.root).chain(&rebase.moved);
        if let Some(id) = moved.into_iter().find(|id| applied.contains(id.as_str())) {
            let error = RebaseError::Applied { id: id.clone() };
            return Err(RevisionError::from(error).into());
        }
    }
    let file = project.directory.file(&rebase.root);
    let no_file = || RuntimeError::NoFile { id: rebase.root.clone() };
    let path = file.ok_or_else(no_file)?.path.clone();
    reparent(&path, &rebase.onto)?;
    Ok(Some(Rebased { rebase, path }))
}

/// Returns the rows of the version table; fails when the environment did not ask for them.
fn asked_rows(project: &Project, observer: Observer<'_>) -> Result<Vec<String>, Error> {
    let connected = runtime::run(project, &Task::Look, None, observer)?.connected;
    Ok(connected.ok_or(RuntimeError::NotAsked)?.rows)
}
