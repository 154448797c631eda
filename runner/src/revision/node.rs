//! One revision as it stands in the graph.

use super::{Links, Revision, RevisionMap};

/// A revision and its neighbours.
#[derive(Debug, Clone, Copy)]
pub struct Node<'m> {
    map: &'m RevisionMap,
    index: usize,
}

impl<'m> Node<'m> {
    /// Returns the node of the revision that stands there in load order.
    pub(super) const fn new(map: &'m RevisionMap, index: usize) -> Self {
        Self { map, index }
    }

    /// Returns what its file says of its place in the history.
    pub fn revision(self) -> &'m Revision {
        &self.map.revisions[self.index]
    }

    /// Returns where it stands in load order, from 0.
    pub fn position(self) -> usize {
        self.index
    }

    /// Tells whether it has no child.
    pub fn is_head(self) -> bool {
        self.links().children.is_empty()
    }

    /// Tells whether it has no child and no other revision depends on it.
    pub fn is_effective_head(self) -> bool {
        self.is_head() && self.links().dependents.is_empty()
    }

    /// Tells whether it has no parent.
    pub fn is_base(self) -> bool {
        self.links().parents.is_empty()
    }

    /// Tells whether it has two or more children.
    pub fn is_branch_point(self) -> bool {
        self.links().children.len() > 1
    }

    /// Tells whether two or more revisions come after it, counting those that depend on it.
    pub fn is_effective_branch_point(self) -> bool {
        self.links().is_effective_branch_point()
    }

    /// Tells whether it has two or more parents.
    pub fn is_merge_point(self) -> bool {
        self.links().is_merge_point()
    }

    /// Returns its parents and its effective dependencies: those that no ancestor names already.
    pub fn rests_on(self) -> Vec<&'m str> {
        self.map.ids_of(&self.links().rests_on)
    }

    /// Returns the revisions that name it as their down revision, in load order.
    pub fn children(self) -> Vec<&'m str> {
        self.map.ids_of(&self.links().children)
    }

    /// Returns the revisions that it depends on, in the order written, with labels made ids.
    pub fn dependencies(self) -> Vec<&'m str> {
        self.map.ids_of(&self.links().dependencies)
    }

    /// Returns those of its dependencies that no ancestor of it has already.
    pub fn effective_dependencies(self) -> Vec<&'m str> {
        self.map.ids_of(&self.links().effective_dependencies)
    }

    /// Returns the revisions that depend on it, in load order.
    pub fn dependents(self) -> Vec<&'m str> {
        self.map.ids_of(&self.links().dependents)
    }

    /// Returns the labels of the branches that it lies on, sorted.
    pub fn labels(self) -> Vec<&'m str> {
        let labels = self.links().labels.iter();
        labels.map(|label| self.map.labels[*label].as_str()).collect()
    }

    fn links(self) -> &'m Links {
        &self.map.links[self.index]
    }
}
