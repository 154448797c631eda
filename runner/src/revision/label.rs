//! How branch labels spread from the revisions on which they are written.

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
    for (index, revision) in revisions.iter().enumerate() {
        for label in revision.branch_labels.iter().flat_map(|label| labels.binary_search(label)) {
            links[index].labels.push(label);
            if is_plain_to_head(links, index) {
                spread_down(links, index, label);
            }
        }
    }
    for index in oldest_first {
        inherit(links, *index);
    }
    labels
}

/// Tells whether neither this revision nor any after it branches or merges.
fn is_plain_to_head(links: &[Links], from: usize) -> bool {
    let mut at = Some(from);
    while let Some(index) = at {
        if !links[index].is_plain() {
            return false;
        }
        at = links[index].children.first().copied();
    }
    true
}

fn spread_down(links: &mut [Links], from: usize, label: usize) {
    let mut at = from;
    while let Some(parent) = links[at].parents.first().copied()
        && links[parent].is_plain()
    {
        links[parent].labels.push(label);
        at = parent;
    }
}

fn inherit(links: &mut [Links], index: usize) {
    let mut labels = std::mem::take(&mut links[index].labels);
    for parent in &links[index].parents {
        labels.extend(&links[*parent].labels);
    }
    labels.sort_unstable();
    labels.dedup();
    links[index].labels = labels;
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
            assert_eq!(graph(text).labels(id).join(" "), labels, "{text}: {id}");
        }
    }
}
