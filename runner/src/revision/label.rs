//! How branch labels spread from the revisions on which they are written.

use std::sync::Arc;

use super::{Links, Revision};

/// Gives each revision the labels of the branches it lies on; returns all labels, sorted.
///
/// A label reaches all descendants. It reaches ancestors too where they can only belong to the same branch: from its
/// revision up to a head there is one plain line, and down as far as that line goes, before the nearest revision
/// that branches or merges. `oldest_first` holds all revisions, each after its parents.
pub(super) fn spread(
    revisions: &[Revision],
    links: &mut [Links],
    oldest_first: &[usize],
) -> Vec<String> {
    let mut labels: Vec<String> =
        revisions.iter().flat_map(|revision| &revision.branch_labels).cloned().collect();
    labels.sort();
    if labels.is_empty() {
        return labels;
    }
    let mut own = vec![Vec::new(); links.len()];
    for (index, revision) in revisions.iter().enumerate() {
        let written = revision.branch_labels.iter();
        own[index].extend(written.flat_map(|label| labels.binary_search(label)));
    }
    spread_down(links, oldest_first, &mut own);
    for index in oldest_first.iter().copied() {
        links[index].labels = inherited(links, index, std::mem::take(&mut own[index]));
    }
    labels
}

/// Moves labels to the lowest revision that they reach; from there they go up again by inheritance.
fn spread_down(links: &[Links], oldest_first: &[usize], own: &mut [Vec<usize>]) {
    let is_plain_to_head = plain_to_head(links, oldest_first);
    for index in oldest_first.iter().rev().copied() {
        if let [parent] = links[index].parents[..]
            && is_plain_to_head[index]
            && is_plain_to_head[parent]
        {
            let labels = std::mem::take(&mut own[index]);
            own[parent].extend(labels);
        }
    }
}

/// Marks the revisions that neither branch nor merge, and after which none does.
fn plain_to_head(links: &[Links], oldest_first: &[usize]) -> Vec<bool> {
    let mut marks = vec![false; links.len()];
    for index in oldest_first.iter().rev().copied() {
        let child = links[index].children.first();
        marks[index] = links[index].is_plain() && child.is_none_or(|child| marks[*child]);
    }
    marks
}

/// Returns the labels of a revision: its own, and those of its parents.
fn inherited(links: &[Links], index: usize, mut labels: Vec<usize>) -> Arc<[usize]> {
    if let ([parent], []) = (&links[index].parents[..], &labels[..]) {
        return Arc::clone(&links[*parent].labels);
    }
    for parent in &links[index].parents {
        labels.extend(links[*parent].labels.iter());
    }
    labels.sort_unstable();
    labels.dedup();
    labels.into()
}

#[cfg(test)]
mod tests {
    use super::super::test_graph::graph;

    #[test]
    fn labels_spread_up_to_all_and_down_to_the_branch() {
        let cases = [
            ("a; b<a#x; c<b", "a", "x"),
            ("a; b<a#x; c<b", "c", "x"),
            ("a; b<a; c<b#x; d<a", "b", "x"),
            ("a; b<a; c<b#x; d<a", "a", ""),
            ("a; b<a; c<b#x; d<a", "d", ""),
            ("a; b<a; c<b#x; d~b", "b", ""),
            ("a; b; m<a,b#x", "a", ""),
            ("a; b<a#x; c<b; d<b", "a", ""),
            ("a; b<a#x; c<b; z; m<c,z", "a", ""),
            ("a; b<a#x; c<b; y~c; z~c", "a", ""),
            ("a; b<a#x; c<b; z~c", "a", "x"),
            ("a#x; b#y; m<b,a", "m", "x y"),
            ("a#x; b~a", "b", ""),
        ];
        for (text, id, labels) in cases {
            assert_eq!(graph(text).node(id).unwrap().labels().join(" "), labels, "{text}: {id}");
        }
    }
}
