//! A revision as listings tell of it.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::Path;

use crate::project::Project;
use crate::revision::Node;

/// All that a listing says of a revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevisionEntry<'p> {
    /// Its id.
    pub id: &'p str,
    /// Its parents.
    pub down_revisions: Vec<&'p str>,
    /// Its dependencies, as written.
    pub dependencies: Vec<&'p str>,
    /// Its dependencies as full ids.
    pub resolved_dependencies: Vec<&'p str>,
    /// The labels that hold for it.
    pub labels: Vec<&'p str>,
    /// The revisions that come right after it.
    pub children: Vec<&'p str>,
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
    pub doc: Cow<'p, str>,
    /// When its author made it, as the doc comment says.
    pub create_date: Option<&'p str>,
    /// Its whole doc comment.
    pub long_doc: &'p str,
    /// Its file.
    pub path: &'p Path,
}

impl<'p> RevisionEntry<'p> {
    /// Gathers what there is to say of a revision; `current` are the ids at which the database
    /// stands, as far as that was asked.
    pub(super) fn of(project: &'p Project, id: &str, current: &BTreeSet<&str>) -> Option<Self> {
        let node = project.directory.map().node(id)?;
        let file = project.directory.file_of(node)?;
        Some(Self {
            is_current: current.contains(id),
            doc: file.doc(),
            create_date: file.create_date(),
            long_doc: &file.long_doc,
            path: &file.path,
            ..Self::undescribed(node)
        })
    }

    /// Gathers what the graph alone has to say of a revision.
    pub(crate) fn undescribed(node: Node<'p>) -> Self {
        let revision = node.revision();
        Self {
            id: &revision.id,
            down_revisions: revision.down_revisions.iter().map(String::as_str).collect(),
            dependencies: revision.depends_on.iter().map(String::as_str).collect(),
            resolved_dependencies: node.dependencies(),
            labels: node.labels(),
            children: node.children(),
            is_head: node.is_head(),
            is_effective_head: node.is_effective_head(),
            is_branch_point: node.is_branch_point(),
            is_merge_point: node.is_merge_point(),
            is_current: false,
            doc: Cow::default(),
            create_date: None,
            long_doc: "",
            path: Path::new(""),
        }
    }

    /// Returns the marks that a listing puts behind it; those of branches and merges only if `tree`.
    pub fn marks(&self, tree: bool) -> impl Iterator<Item = &'static str> {
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
    pub(super) fn all(project: &'p Project, ids: &[&str], current: &BTreeSet<&str>) -> Vec<Self> {
        ids.iter().filter_map(|id| Self::of(project, id, current)).collect()
    }
}
