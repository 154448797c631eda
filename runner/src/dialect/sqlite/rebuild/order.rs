//! A wanted order of some columns, among others that keep their places.

use std::collections::BTreeSet;

/// Returns the order of `count` columns in which those of each group follow one another as they do
/// in it, and the others stay where they are; none if the groups contradict each other.
pub(super) fn reordered(count: usize, groups: &[Vec<usize>]) -> Option<Vec<usize>> {
    let mut order: Vec<usize> = (0..count).collect();
    for set in connected(groups) {
        let sorted = sorted(&set, groups)?;
        for (place, column) in set.iter().zip(sorted) {
            *order.get_mut(*place)? = column;
        }
    }
    Some(order)
}

/// Returns the sets of columns that hang together by common members of their groups.
fn connected(groups: &[Vec<usize>]) -> Vec<BTreeSet<usize>> {
    let mut sets: Vec<BTreeSet<usize>> = Vec::new();
    for group in groups {
        let mut set = BTreeSet::from_iter(group.iter().copied());
        sets.retain_mut(|other| {
            let apart = other.is_disjoint(&set);
            if !apart {
                set.append(other);
            }
            apart
        });
        sets.push(set);
    }
    sets
}

/// Takes again and again the first column that has to follow none of those left.
fn sorted(set: &BTreeSet<usize>, groups: &[Vec<usize>]) -> Option<Vec<usize>> {
    let mut left = set.clone();
    let mut sorted = Vec::new();
    let pairs = || groups.iter().flat_map(|group| group.windows(2));
    while !left.is_empty() {
        let follows = |column: &usize| {
            pairs()
                .any(|pair| matches!(pair, [first, then] if then == column && left.contains(first)))
        };
        let next = left.iter().copied().find(|column| !follows(column))?;
        left.remove(&next);
        sorted.push(next);
    }
    Some(sorted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_takes_the_places_of_its_members() {
        for (groups, order) in [
            ("", Some("abcd")),
            ("ca", Some("cbad")),
            ("dcba", Some("dcba")),
            ("ca db", Some("cdab")),
            ("ba cb", Some("cbad")),
            ("da ca", Some("cbda")),
            ("ab ba", None),
            ("aa", None),
        ] {
            let number = |c: char| c as usize - 'a' as usize;
            let groups: Vec<_> = groups
                .split_whitespace()
                .map(|group| group.chars().map(number).collect())
                .collect();
            let letter = |column: usize| char::from(b'a' + u8::try_from(column).unwrap());
            let drawn = reordered(4, &groups)
                .map(|order| order.into_iter().map(letter).collect::<String>());
            assert_eq!(drawn.as_deref(), order);
        }
    }
}
