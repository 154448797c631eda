//! `branches`: where the history forks.

use std::collections::BTreeSet;

use super::RevisionEntry;
use crate::error::Error;
use crate::project::Project;
use crate::revision::Node;

/// A revision that several others come right after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Branches<'p> {
    /// The revision.
    pub point: RevisionEntry<'p>,
    /// Those that come right after it.
    pub children: Vec<RevisionEntry<'p>>,
}

/// Lists the branch points, newest first.
///
/// # Errors
/// When a file among the revisions is none.
pub fn branches(project: &mut Project) -> Result<Vec<Branches<'_>>, Error> {
    project.directory.require_complete()?;
    let map = project.directory.map();
    let nodes = map.newest_first().into_iter().filter_map(|id| map.node(id));
    let branches = |node: Node<'_>| {
        let children = RevisionEntry::all(project, &node.children(), &BTreeSet::new());
        let point = RevisionEntry::of(project, &node.revision().id, &BTreeSet::new())?;
        Some(Branches { point, children })
    };
    Ok(nodes.filter(|node| node.is_branch_point()).filter_map(branches).collect())
}
