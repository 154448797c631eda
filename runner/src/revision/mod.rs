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

pub use addition::Addition;
pub use error::{Head, RevisionError};
pub use history_error::HistoryError;
pub use plan::{Direction, Plan, PlanWarning, RowChange, Step};
pub use range::{RangeEnd, RevisionRange};
pub use rebase::Rebase;
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
    labels: Vec<usize>,
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

    /// Returns where the revision of this full id stands in load order.
    pub fn position(&self, id: &str) -> Option<usize> {
        self.index(id)
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

    /// Tells whether this revision has no child.
    pub fn is_head(&self, id: &str) -> bool {
        self.links_of(id).is_some_and(|links| links.children.is_empty())
    }

    /// Tells whether this revision has no child and no other revision depends on it.
    pub fn is_effective_head(&self, id: &str) -> bool {
        self.links_of(id)
            .is_some_and(|links| links.children.is_empty() && links.dependents.is_empty())
    }

    /// Tells whether this revision has no parent.
    pub fn is_base(&self, id: &str) -> bool {
        self.links_of(id).is_some_and(|links| links.parents.is_empty())
    }

    /// Tells whether this revision has two or more children.
    pub fn is_branch_point(&self, id: &str) -> bool {
        self.links_of(id).is_some_and(|links| links.children.len() > 1)
    }

    /// Tells whether two or more revisions come after this one, counting those that depend on it.
    pub fn is_effective_branch_point(&self, id: &str) -> bool {
        self.links_of(id).is_some_and(Links::is_effective_branch_point)
    }

    /// Tells whether this revision has two or more parents.
    pub fn is_merge_point(&self, id: &str) -> bool {
        self.links_of(id).is_some_and(Links::is_merge_point)
    }

    /// Returns the revisions that name this one as their down revision, in load order.
    pub fn children(&self, id: &str) -> Vec<&str> {
        self.neighbours(id, |links| &links.children)
    }

    /// Returns the revisions that this one depends on, in the order written, with labels made ids.
    pub fn dependencies(&self, id: &str) -> Vec<&str> {
        self.neighbours(id, |links| &links.dependencies)
    }

    /// Returns those of its dependencies that no ancestor of this revision has already.
    pub fn effective_dependencies(&self, id: &str) -> Vec<&str> {
        self.neighbours(id, |links| &links.effective_dependencies)
    }

    /// Returns the revisions that depend on this one, in load order.
    pub fn dependents(&self, id: &str) -> Vec<&str> {
        self.neighbours(id, |links| &links.dependents)
    }

    /// Returns the labels of the branches that this revision lies on, sorted.
    pub fn labels(&self, id: &str) -> Vec<&str> {
        let labels = self.links_of(id).map_or(&[][..], |links| &links.labels);
        labels.iter().map(|label| self.labels[*label].as_str()).collect()
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

    fn links_of(&self, id: &str) -> Option<&Links> {
        self.index(id).map(|index| &self.links[index])
    }

    fn neighbours(&self, id: &str, of: impl Fn(&Links) -> &Vec<usize>) -> Vec<&str> {
        self.links_of(id).map_or_else(Vec::new, |links| self.ids_of(of(links)))
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
        assert!(map.is_branch_point("a") && !map.is_branch_point("b"));
        assert!(map.is_effective_branch_point("b") && !map.is_effective_branch_point("c"));
        assert!(map.is_merge_point("m") && map.is_head("m") && map.is_base("d"));
        assert!(!map.is_head("nothing"));
        assert_eq!(map.children("a"), ["b", "c"]);
        assert_eq!(map.dependents("b"), ["d", "e"]);
        assert_eq!(map.dependencies("e"), ["b"]);
    }

    #[test]
    fn one_parent_named_twice_is_one_parent() {
        let map = graph("a; b<a,a");
        assert!(!map.is_merge_point("b"));
        assert_eq!(map.children("a"), ["b"]);
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
