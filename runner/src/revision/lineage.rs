//! Ancestors and descendants, dependencies included.
//!
//! A set of revisions is a list of marks, one for each revision in load order.

use super::{Links, RevisionMap};

impl RevisionMap {
    /// Marks these revisions and everything they rest on.
    pub(super) fn and_below(&self, from: &[usize]) -> Vec<bool> {
        self.reach(from.to_vec(), |links| &links.rests_on)
    }

    /// Marks everything these revisions rest on, and so one of them only if another rests on it.
    pub(super) fn below(&self, from: &[usize]) -> Vec<bool> {
        let next = from.iter().flat_map(|index| &self.links[*index].rests_on).copied().collect();
        self.reach(next, |links| &links.rests_on)
    }

    /// Marks these revisions and everything that rests on them.
    pub(super) fn and_above(&self, from: &[usize]) -> Vec<bool> {
        self.reach(from.to_vec(), |links| &links.carries)
    }

    /// Marks what these revisions rest on, what rests on them, and the revisions themselves.
    pub(super) fn related(&self, to: &[usize]) -> Vec<bool> {
        union(self.and_below(to), &self.and_above(to))
    }

    /// Marks this revision and its ancestors by parents alone.
    pub(super) fn and_ancestors(&self, from: usize) -> Vec<bool> {
        self.reach(vec![from], |links| &links.parents)
    }

    /// Marks these revisions and their descendants by parents alone.
    pub(super) fn and_descendants(&self, from: &[usize]) -> Vec<bool> {
        self.reach(from.to_vec(), |links| &links.children)
    }

    /// Marks the line of a revision: itself, its ancestors and its descendants by parents alone.
    pub(super) fn line(&self, of: usize) -> Vec<bool> {
        union(self.and_ancestors(of), &self.and_descendants(&[of]))
    }

    /// Returns one of these revisions that another one includes, and that other one.
    pub(super) fn overlap(&self, among: &[usize]) -> Option<(usize, usize)> {
        let below = self.below(among);
        let lower = among.iter().copied().find(|index| below[*index])?;
        let upper = among.iter().copied().find(|index| self.below(&[*index])[lower])?;
        Some((lower, upper))
    }

    /// Marks these revisions.
    pub(super) fn marks(&self, of: &[usize]) -> Vec<bool> {
        let mut marks = vec![false; self.len()];
        of.iter().for_each(|index| marks[*index] = true);
        marks
    }

    fn reach(&self, mut todo: Vec<usize>, next: fn(&Links) -> &Vec<usize>) -> Vec<bool> {
        let mut marks = vec![false; self.len()];
        while let Some(index) = todo.pop() {
            if !marks[index] {
                marks[index] = true;
                todo.extend(next(&self.links[index]));
            }
        }
        marks
    }
}

/// Takes the marks of a second set away.
pub(super) fn exclude(marks: &mut [bool], others: &[bool]) {
    marks.iter_mut().zip(others).for_each(|(mark, other)| *mark &= !other);
}

/// Keeps the marks that a second set has too.
pub(super) fn restrict(marks: &mut [bool], others: &[bool]) {
    marks.iter_mut().zip(others).for_each(|(mark, other)| *mark &= other);
}

fn union(mut marks: Vec<bool>, others: &[bool]) -> Vec<bool> {
    marks.iter_mut().zip(others).for_each(|(mark, other)| *mark |= other);
    marks
}

#[cfg(test)]
mod tests {
    use super::super::test_graph::graph;

    #[test]
    fn overlap() {
        let map = graph("x; a; b<a~x; c<b; d<a");
        let cases = [
            ("", None),
            ("c d", None),
            ("a c d", Some("a c")),
            ("c x", Some("x c")),
            ("d x", None),
            ("b", None),
        ];
        for (among, overlap) in cases {
            let among: Vec<usize> = among.split(' ').flat_map(|id| map.index(id)).collect();
            let found =
                map.overlap(&among).map(|(lower, upper)| map.ids_of(&[lower, upper]).join(" "));
            assert_eq!(found.as_deref(), overlap);
        }
    }
}
