//! A revision as listings tell of it.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::project::Project;
use crate::revision::Node;

/// All that a listing says of a revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionEntry {
    /// Its id.
    pub id: String,
    /// Its parents.
    pub down_revisions: Vec<String>,
    /// Its dependencies, as written.
    pub dependencies: Vec<String>,
    /// Its dependencies, as full ids.
    pub resolved_dependencies: Vec<String>,
    /// The labels that hold for it.
    pub labels: Vec<String>,
    /// The revisions that come right after it.
    pub children: Vec<String>,
    /// Whether it has no child.
    pub is_head: bool,
    /// Whether it has no child and no other revision depends on it.
    pub is_effective_head: bool,
    /// Whether it has several children.
    pub is_branch_point: bool,
    /// Whether it has several parents.
    pub is_merge_point: bool,
    /// Whether the database stands here.
    pub is_current: bool,
    /// Its message.
    pub doc: String,
    /// Its whole doc comment.
    pub long_doc: String,
    /// Its file.
    pub path: PathBuf,
}

impl RevisionEntry {
    /// Gathers what there is to say of a revision; `current` are the ids at which the database
    /// stands, as far as that was asked.
    pub(super) fn of(project: &Project, id: &str, current: &BTreeSet<&str>) -> Option<Self> {
        let node = project.directory.map().node(id)?;
        let file = project.directory.file_of(node)?;
        Some(Self {
            is_current: current.contains(id),
            doc: file.doc(),
            long_doc: file.long_doc.clone(),
            path: file.path.clone(),
            ..Self::undescribed(node)
        })
    }

    /// Gathers what the graph alone has to say of a revision.
    pub(crate) fn undescribed(node: Node<'_>) -> Self {
        let revision = node.revision();
        let owned = |ids: Vec<&str>| ids.into_iter().map(str::to_owned).collect();
        Self {
            id: revision.id.clone(),
            down_revisions: revision.down_revisions.clone(),
            dependencies: revision.depends_on.clone(),
            resolved_dependencies: owned(node.dependencies()),
            labels: owned(node.labels()),
            children: owned(node.children()),
            is_head: node.is_head(),
            is_effective_head: node.is_effective_head(),
            is_branch_point: node.is_branch_point(),
            is_merge_point: node.is_merge_point(),
            is_current: false,
            doc: String::new(),
            long_doc: String::new(),
            path: PathBuf::new(),
        }
    }

    /// Returns the marks that a listing puts behind it; those of branches and merges only if `tree`.
    pub(crate) fn marks(&self, tree: bool) -> impl Iterator<Item = &'static str> {
        let marks = [
            (self.is_head && self.is_effective_head, "head"),
            (self.is_head && !self.is_effective_head, "effective head"),
            (self.is_current, "current"),
            (tree && self.is_branch_point, "branchpoint"),
            (tree && self.is_merge_point, "mergepoint"),
        ];
        marks.into_iter().filter(|(holds, _)| *holds).map(|(_, mark)| mark)
    }

    /// Gathers what there is to say of several revisions, in their order.
    pub(super) fn all(project: &Project, ids: &[&str], current: &BTreeSet<&str>) -> Vec<Self> {
        ids.iter().filter_map(|id| Self::of(project, id, current)).collect()
    }
}
