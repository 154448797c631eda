//! The graph of revisions: which there are, how they hang together, and what a move through them does.
//!
//! Nothing here reads a file or opens a database. The revisions come from the script directory, the rows from the
//! version table, and plans go back as values.

mod addition;
mod build;
mod cycle;
mod dependency;
mod downgrade;
mod error;
mod history_error;
mod label;
mod lineage;
mod node;
mod order;
mod plan;
mod range;
mod rebase;
mod resolve;
mod row;
mod stamp;
mod target;
#[cfg(test)]
pub(crate) mod test_graph;
mod upgrade;
mod walk;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use addition::Addition;
pub use error::{Head, RevisionError};
pub use history_error::HistoryError;
pub use node::Node;
pub use plan::{Direction, Plan, PlanWarning, RowChange, Step};
pub use range::{RangeEnd, RevisionRange};
pub use rebase::{Rebase, RebaseError};
pub use resolve::Resolved;
pub use target::{Place, Symbol, Target, TargetError};

/// What a revision file says of its place in the history.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Revision {
    /// The identifier that the version table stores.
    pub id: String,
    /// The parents; none for a base, several for a merge.
    pub down_revisions: Vec<String>,
    /// The labels written on this revision, without those it inherits.
    pub branch_labels: Vec<String>,
    /// The ids or labels of the revisions that must be applied before this one, although they are not its parents.
    pub depends_on: Vec<String>,
    /// What messages tell of it beside its id, such as what it does and since when; may be empty.
    pub summary: String,
}

/// A checked history: every name in it is known, and nothing goes round in a circle.
#[derive(Debug, Clone)]
pub struct RevisionMap {
    /// The revisions in load order. Everywhere below, a revision is its index in this list.
    revisions: Vec<Revision>,
    links: Vec<Links>,
    /// Every id and every label, with the revision that it stands for.
    names: BTreeMap<String, usize>,
    /// The labels of the whole history, sorted; `Links::labels` points into this list.
    labels: Vec<String>,
    heads: Vec<usize>,
    effective_heads: Vec<usize>,
    bases: Vec<usize>,
    duplicates: Vec<String>,
}

/// The neighbours of one revision.
///
/// A revision *rests* on its parents and on its effective dependencies: those that no ancestor names already.
#[derive(Debug, Clone, Default)]
struct Links {
    parents: Vec<usize>,
    children: Vec<usize>,
    dependencies: Vec<usize>,
    effective_dependencies: Vec<usize>,
    dependents: Vec<usize>,
    rests_on: Vec<usize>,
    carries: Vec<usize>,
    /// Sorted, and shared with the revisions below that lie on the same branches.
    labels: Arc<[usize]>,
}

impl Links {
    /// Tells whether two or more revisions come after this one, dependents included.
    fn is_effective_branch_point(&self) -> bool {
        match self.children[..] {
            [] => self.dependents.len() > 1,
            [child] => self.dependents.iter().any(|dependent| *dependent != child),
            _ => true,
        }
    }

    fn is_merge_point(&self) -> bool {
        self.parents.len() > 1
    }

    /// Tells whether this revision neither branches nor merges.
    fn is_plain(&self) -> bool {
        !self.is_effective_branch_point() && !self.is_merge_point()
    }
}

impl RevisionMap {
    /// Returns the number of revisions.
    pub fn len(&self) -> usize {
        self.revisions.len()
    }

    /// Tells whether there is no revision at all.
    pub fn is_empty(&self) -> bool {
        self.revisions.is_empty()
    }

    /// Returns the ids of all revisions, in load order.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.revisions.iter().map(|revision| revision.id.as_str())
    }

    /// Returns the revision of this full id.
    pub fn get(&self, id: &str) -> Option<&Revision> {
        self.index(id).map(|index| &self.revisions[index])
    }

    /// Returns the revisions that have no child, in load order.
    pub fn heads(&self) -> Vec<&str> {
        self.ids_of(&self.heads)
    }

    /// Returns the heads that no other revision depends on, in load order.
    pub fn effective_heads(&self) -> Vec<&str> {
        self.ids_of(&self.effective_heads)
    }

    /// Returns the revisions that have no parent, in load order.
    pub fn bases(&self) -> Vec<&str> {
        self.ids_of(&self.bases)
    }

    /// Returns the ids that several revisions had; of those, only the last one counts.
    pub fn duplicates(&self) -> &[String] {
        &self.duplicates
    }

    /// Returns the revision of this full id as it stands in the graph.
    pub fn node(&self, id: &str) -> Option<Node<'_>> {
        self.index(id).map(|index| Node::new(self, index))
    }

    /// Returns every revision as it stands in the graph, in load order.
    pub fn nodes(&self) -> impl Iterator<Item = Node<'_>> {
        (0..self.len()).map(|index| Node::new(self, index))
    }

    /// Returns, for each of these revisions, what it includes and no other of them does, newest first.
    ///
    /// # Errors
    /// When one of them does not exist.
    pub fn sides(&self, ids: &[String]) -> Result<Vec<Vec<&str>>, RevisionError> {
        let tips = self.row_indices(ids)?;
        let side = |tip: usize| {
            let others: Vec<usize> = tips.iter().copied().filter(|other| *other != tip).collect();
            let mut side = self.and_below(&[tip]);
            lineage::exclude(&mut side, &self.and_below(&others));
            self.ids_of(&order::newest_first(self, &side, &[tip]))
        };
        Ok(tips.iter().map(|tip| side(*tip)).collect())
    }

    /// Returns the whole history, newest first.
    pub fn newest_first(&self) -> Vec<&str> {
        let everything = vec![true; self.len()];
        self.ids_of(&order::newest_first(self, &everything, &self.effective_heads))
    }

    /// Returns the applied revisions that have no applied child, in load order.
    ///
    /// Besides the rows, these are the tips of other lines that are applied because a row depends on them.
    ///
    /// # Errors
    /// When a row has no revision.
    pub fn current(&self, rows: &[String]) -> Result<Vec<&str>, RevisionError> {
        Ok(self.ids_of(&self.current_tips(&self.row_indices(rows)?)))
    }

    /// Returns everything that is applied when the version table has these rows.
    ///
    /// # Errors
    /// When a row has no revision.
    pub fn applied(&self, rows: &[String]) -> Result<BTreeSet<&str>, RevisionError> {
        let applied = self.and_below(&self.row_indices(rows)?);
        Ok((0..self.len()).filter(|index| applied[*index]).map(|index| self.id(index)).collect())
    }

    fn current_tips(&self, rows: &[usize]) -> Vec<usize> {
        let applied = self.and_below(rows);
        let is_tip = |index: &usize| {
            applied[*index] && !self.links[*index].children.iter().any(|child| applied[*child])
        };
        (0..self.len()).filter(is_tip).collect()
    }

    fn id(&self, index: usize) -> &str {
        &self.revisions[index].id
    }

    fn ids_of(&self, indices: &[usize]) -> Vec<&str> {
        indices.iter().map(|index| self.id(*index)).collect()
    }

    fn owned_ids(&self, indices: &[usize]) -> Vec<String> {
        indices.iter().map(|index| self.id(*index).to_owned()).collect()
    }

    /// Returns revisions as messages tell of them.
    fn told(&self, indices: &[usize]) -> Vec<Head> {
        let head = |index: &usize| Head {
            id: self.id(*index).to_owned(),
            summary: self.revisions[*index].summary.clone(),
        };
        indices.iter().map(head).collect()
    }

    fn has_label(&self, index: usize, label: &str) -> bool {
        self.links[index].labels.iter().any(|other| self.labels[*other] == label)
    }

    fn index(&self, id: &str) -> Option<usize> {
        // A label is a name too, but it is not the id of the revision that it stands for.
        self.names.get(id).copied().filter(|index| self.id(*index) == id)
    }
}

#[cfg(test)]
mod tests {
    use super::test_graph::{graph, texts};

    #[test]
    fn heads_and_bases() {
        let cases = [
            ("", "", "", ""),
            ("a", "a", "a", "a"),
            ("c<b; b<a; a", "c", "c", "a"),
            ("a; b<a; c<a", "b c", "b c", "a"),
            ("a; b<a; c<a; m<b,c", "m", "m", "a"),
            ("a; b~a", "a b", "b", "a b"),
        ];
        for (text, heads, effective_heads, bases) in cases {
            let map = graph(text);
            assert_eq!(map.heads().join(" "), heads, "{text}");
            assert_eq!(map.effective_heads().join(" "), effective_heads, "{text}");
            assert_eq!(map.bases().join(" "), bases, "{text}");
        }
    }

    #[test]
    fn points_and_neighbours() {
        let map = graph("a; b<a; c<a; m<b,c; d~b; e<d~b");
        let node = |id| map.node(id).unwrap();
        assert!(node("a").is_branch_point() && !node("b").is_branch_point());
        assert!(node("b").is_effective_branch_point() && !node("c").is_effective_branch_point());
        assert!(node("m").is_merge_point() && node("m").is_head() && node("d").is_base());
        assert!(map.node("nothing").is_none());
        assert_eq!(node("a").children(), ["b", "c"]);
        assert_eq!(node("b").dependents(), ["d", "e"]);
        assert_eq!(node("e").dependencies(), ["b"]);
    }

    #[test]
    fn one_parent_named_twice_is_one_parent() {
        let map = graph("a; b<a,a");
        assert!(!map.node("b").unwrap().is_merge_point());
        assert_eq!(map.node("a").unwrap().children(), ["b"]);
    }

    #[test]
    fn a_label_is_not_an_id() {
        let map = graph("a#web");
        assert!(map.get("web").is_none());
        assert_eq!(map.get("a").unwrap().branch_labels, ["web"]);
    }

    #[test]
    fn current_names_what_stands_applied_through_a_dependency() {
        let map = graph("x; a; b<a~x; c<b");
        assert_eq!(map.current(&texts("b")).unwrap(), ["x", "b"]);
        assert_eq!(map.current(&texts("a x")).unwrap(), ["x", "a"]);
        assert!(map.current(&[]).unwrap().is_empty());
    }
}
