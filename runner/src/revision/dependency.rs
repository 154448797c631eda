//! Which dependencies count, and what each revision therefore rests on.

use super::Links;

/// Fills in what each revision rests on, and what it carries.
///
/// `oldest_first` holds all revisions, each after its parents.
pub(super) fn link_what_rests(links: &mut [Links], oldest_first: &[usize]) {
    let implied = implied(links, oldest_first);
    for (index, implied) in implied.iter().enumerate() {
        let Links { parents, dependencies, .. } = &links[index];
        let is_effective = |dependency: &usize| implied.binary_search(dependency).is_err();
        let effective: Vec<usize> = dependencies.iter().copied().filter(is_effective).collect();
        let mut rests_on = [parents.as_slice(), &effective].concat();
        rests_on.retain(|lower| {
            // Whoever came last is this revision, if a parent is a dependency as well.
            let is_new = links[*lower].carries.last() != Some(&index);
            if is_new {
                links[*lower].carries.push(index);
            }
            is_new
        });
        links[index].effective_dependencies = effective;
        links[index].rests_on = rests_on;
    }
}

/// Returns for each revision, sorted, those of its dependencies that an ancestor by parents has as well.
fn implied(links: &[Links], oldest_first: &[usize]) -> Vec<Vec<usize>> {
    let mut implied = vec![Vec::new(); links.len()];
    let mut search = Search::new(links, oldest_first);
    for (dependency, links) in links.iter().enumerate() {
        if links.dependents.len() > 1 {
            for dependent in search.later_dependents(dependency) {
                implied[dependent].push(dependency);
            }
        }
    }
    implied
}

/// A search for the revisions that descend by parents from others.
struct Search<'a> {
    links: &'a [Links],
    rank: Vec<usize>,
    /// The strand of each revision. Strands share the history out: each leads from child to child.
    strand: Vec<usize>,
    /// The dependency for which each revision was seen last.
    seen: Vec<Option<usize>>,
}

impl<'a> Search<'a> {
    fn new(links: &'a [Links], oldest_first: &[usize]) -> Self {
        let mut rank = vec![0; links.len()];
        let mut strand: Vec<usize> = (0..links.len()).collect();
        let mut goes_on = vec![false; links.len()];
        for (position, index) in oldest_first.iter().copied().enumerate() {
            rank[index] = position;
            if let Some(parent) = links[index].parents.iter().find(|parent| !goes_on[**parent]) {
                goes_on[*parent] = true;
                strand[index] = strand[*parent];
            }
        }
        Self { links, rank, strand, seen: vec![None; links.len()] }
    }

    /// Returns the dependents of this revision that descend by parents from another dependent of it.
    fn later_dependents(&mut self, dependency: usize) -> Vec<usize> {
        let mut dependents = self.links[dependency].dependents.clone();
        dependents.sort_unstable_by_key(|index| (self.strand[*index], self.rank[*index]));
        let strands = dependents.chunk_by(|one, other| self.strand[*one] == self.strand[*other]);
        let mut later: Vec<usize> =
            strands.clone().flat_map(|strand| &strand[1..]).copied().collect();
        let first: Vec<usize> = strands.map(|strand| strand[0]).collect();
        if first.len() > 1 {
            self.search_above(&first, dependency);
            later.extend(first.into_iter().filter(|index| self.seen[*index] == Some(dependency)));
        }
        later
    }

    /// Marks what descends from these revisions as seen, as far as one of them can be reached.
    fn search_above(&mut self, first: &[usize], dependency: usize) {
        let highest = first.iter().map(|index| self.rank[*index]).max().unwrap_or(0);
        let mut todo = first.to_vec();
        while let Some(index) = todo.pop() {
            for child in &self.links[index].children {
                if self.rank[*child] <= highest && self.seen[*child] != Some(dependency) {
                    self.seen[*child] = Some(dependency);
                    todo.push(*child);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_graph::graph;

    #[test]
    fn a_dependency_of_an_ancestor_does_not_count_again() {
        let cases = [
            ("x; a~x; b<a~x", "b", "a"),
            ("x; a~x; b<a; c<b~x", "c", "b"),
            ("x; a; b<a~x", "b", "a x"),
            ("x; a~x; b~x", "b", "x"),
            ("x; a~x; b; m<b,a~x", "m", "b a"),
            ("a; b<a~a", "b", "a"),
            ("c<b~x; b<a; a~x; x", "c", "b"),
            ("x; y<x; a~x; b<a~y", "b", "a y"),
            ("x; a~x; b<a; c<a; d<c~x", "d", "c"),
            ("x; a; b<a~x; c<a~x; d<c; m<b,d~x", "m", "b d"),
        ];
        for (text, id, rests_on) in cases {
            let map = graph(text);
            let index = map.index(id).unwrap();
            assert_eq!(map.ids_of(&map.links[index].rests_on).join(" "), rests_on, "{text}");
        }
    }
}
