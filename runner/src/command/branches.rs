//! `branches`: where the history forks.

use super::RevisionEntry;
use crate::error::Error;
use crate::project::Project;

/// A revision that several others come right after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branches {
    /// The revision.
    pub point: RevisionEntry,
    /// Those that come right after it.
    pub children: Vec<RevisionEntry>,
}

/// Lists the branch points, newest first.
///
/// # Errors
/// When a file among the revisions is none.
pub fn branches(project: &mut Project) -> Result<Vec<Branches>, Error> {
    project.directory.require_complete()?;
    let map = project.directory.map();
    let points = map.newest_first().into_iter().filter(|id| map.is_branch_point(id));
    let branches = |id| {
        let children = RevisionEntry::all(project, &map.children(id), &[]);
        RevisionEntry::of(project, id, &[]).map(|point| Branches { point, children })
    };
    Ok(points.filter_map(branches).collect())
}
