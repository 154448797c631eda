//! Which dependencies count, and what each revision therefore rests on.

use super::Links;

/// Fills in what each revision rests on, and what it carries.
///
/// `oldest_first` holds all revisions, each after its parents.
pub(super) fn link_what_rests(links: &mut [Links], oldest_first: &[usize]) {
    let implied = implied(links, oldest_first);
    for (index, implied) in implied.iter().enumerate() {
        let Links { parents, dependencies, .. } = &links[index];
        let is_effective = |dependency: &usize| !implied.contains(dependency);
        let effective: Vec<usize> = dependencies.iter().copied().filter(is_effective).collect();
        let is_no_parent = |dependency: &usize| !parents.contains(dependency);
        let mut rests_on = parents.clone();
        rests_on.extend(effective.iter().copied().filter(is_no_parent));
        for lower in &rests_on {
            links[*lower].carries.push(index);
        }
        links[index].effective_dependencies = effective;
        links[index].rests_on = rests_on;
    }
}

/// Returns for each revision those of its dependencies that an ancestor by parents has as well.
fn implied(links: &[Links], oldest_first: &[usize]) -> Vec<Vec<usize>> {
    let mut implied = vec![Vec::new(); links.len()];
    let mut rank = vec![0; links.len()];
    for (position, index) in oldest_first.iter().enumerate() {
        rank[*index] = position;
    }
    let mut search = Search { links, rank: &rank, seen: vec![None; links.len()] };
    for (dependency, links) in links.iter().enumerate() {
        if links.dependents.len() > 1 {
            for dependent in search.later_dependents(dependency) {
                implied[dependent].push(dependency);
            }
        }
    }
    implied
}

struct Search<'a> {
    links: &'a [Links],
    rank: &'a [usize],
    /// The dependency for which each revision was seen last.
    seen: Vec<Option<usize>>,
}

impl Search<'_> {
    /// Returns the dependents of this revision that descend by parents from another dependent of it.
    fn later_dependents(&mut self, dependency: usize) -> Vec<usize> {
        let dependents = &self.links[dependency].dependents;
        let highest = dependents.iter().map(|index| self.rank[*index]).max().unwrap_or(0);
        let mut todo = dependents.clone();
        while let Some(index) = todo.pop() {
            for child in &self.links[index].children {
                // Nothing above the last dependent can lead to one.
                if self.rank[*child] <= highest && self.seen[*child] != Some(dependency) {
                    self.seen[*child] = Some(dependency);
                    todo.push(*child);
                }
            }
        }
        dependents.iter().copied().filter(|index| self.seen[*index] == Some(dependency)).collect()
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
        ];
        for (text, id, rests_on) in cases {
            let map = graph(text);
            let index = map.index(id).unwrap();
            assert_eq!(map.ids_of(&map.links[index].rests_on).join(" "), rests_on, "{text}");
        }
    }
}
