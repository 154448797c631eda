//! `history` and `heads`: the revisions on disk.

use std::collections::BTreeSet;

use super::RevisionEntry;
use super::current::current_rows;
use super::environment::run_environment;
use crate::error::Error;
use crate::project::Project;
use crate::revision::RevisionRange;
use crate::runtime::Observer;

/// Which part of the history is listed, and how.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HistoryOptions {
    /// The part to list; nothing said, all of it.
    pub range: RevisionRange,
    /// Whether the database is asked where it stands.
    pub indicate_current: bool,
}

/// Lists revisions, newest first.
///
/// # Errors
/// When a file among the revisions is none, an end of the range cannot be found, or the database cannot be asked.
pub fn history<'p>(
    project: &'p mut Project,
    options: &HistoryOptions,
    observer: Observer<'_>,
) -> Result<Vec<RevisionEntry<'p>>, Error> {
    project.directory.require_complete()?;
    options.range.targets().try_for_each(|target| project.check_target(target))?;
    let rows = match options.indicate_current || options.range.names_current() {
        true => current_rows(project, observer)?,
        false => {
            run_environment(project, false, observer)?;
            Vec::new()
        }
    };
    let project = &*project;
    let map = project.directory.map();
    let ids = map.range(&options.range, &rows)?;
    let current = match options.indicate_current {
        true => map.current(&rows)?.into_iter().collect(),
        false => BTreeSet::new(),
    };
    Ok(RevisionEntry::all(project, &ids, &current))
}

/// Lists the revisions that have no child; with `resolve_dependencies`, only those on which no other depends.
///
/// # Errors
/// When a file among the revisions is none.
pub fn heads(
    project: &mut Project,
    resolve_dependencies: bool,
) -> Result<Vec<RevisionEntry<'_>>, Error> {
    project.directory.require_complete()?;
    let map = project.directory.map();
    let heads = if resolve_dependencies { map.effective_heads() } else { map.heads() };
    Ok(RevisionEntry::all(project, &heads, &BTreeSet::new()))
}
