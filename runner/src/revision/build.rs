//! Building the graph, with all the checks that make it trustworthy.

use std::collections::BTreeMap;

use super::{Links, Revision, RevisionError, RevisionMap, cycle, dependency, label};

/// The characters that targets give a meaning: branches, steps and ranges.
const RESERVED: [char; 4] = ['@', '-', '+', ':'];

impl RevisionMap {
    /// Builds the graph of these revisions, whose order is the load order.
    pub fn build(revisions: Vec<Revision>) -> Result<Self, RevisionError> {
        revisions.iter().try_for_each(check_alone)?;
        let names = names(&revisions)?;
        let mut links = vec![Links::default(); revisions.len()];
        link_dependencies(&revisions, &names, &mut links)?;
        link_parents(&revisions, &names, &mut links)?;
        let order = cycle::oldest_first(&revisions, &links)?;
        dependency::link_what_rests(&mut links, &order);
        let labels = label::spread(&revisions, &mut links, &order);
        Ok(Self {
            heads: pick(&links, |links| links.children.is_empty()),
            effective_heads: pick(&links, |links| links.carries.is_empty()),
            bases: pick(&links, |links| links.parents.is_empty()),
            revisions,
            links,
            names,
            labels,
        })
    }
}

/// Checks what can be told from one revision alone.
fn check_alone(revision: &Revision) -> Result<(), RevisionError> {
    let id = &revision.id;
    check_id(id)?;
    if revision.down_revisions.contains(id) {
        return Err(RevisionError::SelfLoop { id: id.clone() });
    }
    if revision.depends_on.contains(id) {
        return Err(RevisionError::DependencySelfLoop { id: id.clone() });
    }
    Ok(())
}

fn check_id(id: &str) -> Result<(), RevisionError> {
    if id.is_empty() {
        return Err(RevisionError::EmptyId);
    }
    let reserved = RESERVED.iter().filter(|c| id.contains(**c));
    let characters: Vec<String> = reserved.map(char::to_string).collect();
    if characters.is_empty() {
        return Ok(());
    }
    Err(RevisionError::IllegalId { id: id.to_owned(), characters })
}

/// Gathers the ids and labels, each of which may stand only once.
fn names(revisions: &[Revision]) -> Result<BTreeMap<String, usize>, RevisionError> {
    let mut names = BTreeMap::new();
    for (index, revision) in revisions.iter().enumerate() {
        if names.insert(revision.id.clone(), index).is_some() {
            return Err(RevisionError::DuplicateId { id: revision.id.clone() });
        }
    }
    for (index, revision) in revisions.iter().enumerate() {
        for label in &revision.branch_labels {
            if let Some(other) = names.insert(label.clone(), index) {
                return Err(label_clash(label, revision, &revisions[other]));
            }
        }
    }
    Ok(names)
}

fn label_clash(label: &str, revision: &Revision, other: &Revision) -> RevisionError {
    let (label, revision) = (label.to_owned(), revision.id.clone());
    if other.id == label {
        return RevisionError::LabelIsId { label, revision };
    }
    RevisionError::DuplicateLabel { label, revision, other: other.id.clone() }
}

fn link_dependencies(
    revisions: &[Revision],
    names: &BTreeMap<String, usize>,
    links: &mut [Links],
) -> Result<(), RevisionError> {
    for (index, revision) in revisions.iter().enumerate() {
        for name in &revision.depends_on {
            let Some(&dependency) = names.get(name) else {
                let (id, missing) = (revision.id.clone(), name.clone());
                return Err(RevisionError::MissingDependency { id, missing });
            };
            if !links[index].dependencies.contains(&dependency) {
                links[index].dependencies.push(dependency);
                links[dependency].dependents.push(index);
            }
        }
    }
    Ok(())
}

fn link_parents(
    revisions: &[Revision],
    names: &BTreeMap<String, usize>,
    links: &mut [Links],
) -> Result<(), RevisionError> {
    for (index, revision) in revisions.iter().enumerate() {
        for name in &revision.down_revisions {
            let found = names.get(name).copied();
            let Some(parent) = found.filter(|parent| revisions[*parent].id == *name) else {
                let (id, missing) = (revision.id.clone(), name.clone());
                return Err(RevisionError::MissingDownRevision { id, missing });
            };
            if !links[index].parents.contains(&parent) {
                links[index].parents.push(parent);
                links[parent].children.push(index);
            }
        }
    }
    Ok(())
}

/// Returns the revisions whose links have this property, in load order.
fn pick(links: &[Links], property: impl Fn(&Links) -> bool) -> Vec<usize> {
    (0..links.len()).filter(|index| property(&links[*index])).collect()
}

#[cfg(test)]
mod tests {
    use super::super::test_graph::{line, try_graph};

    #[test]
    fn refused() {
        let cases = [
            ("a; b-c<a", "revision id `b-c` holds `-`, which targets give another meaning"),
            ("a@b:c", "revision id `a@b:c` holds `@`, `:`, which targets give another meaning"),
            ("<a", "a revision has an empty id"),
            ("a; b<a; a", "revision id `a` is used twice"),
            ("a<a", "revision `a` names itself as its down revision"),
            ("a~a", "revision `a` depends on itself"),
            ("a; b<z", "revision `b` names `z` as its down revision, which does not exist"),
            ("a#web; b<web", "revision `b` names `web` as its down revision, which does not exist"),
            ("a; b<a~z", "revision `b` depends on `z`, which is neither a revision nor a label"),
            (
                "abcdef; b~abcd",
                "revision `b` depends on `abcd`, which is neither a revision nor a label",
            ),
            ("a#b; b<a", "branch label `b` of revision `a` is also the id of a revision"),
            ("a#a", "branch label `a` of revision `a` is also the id of a revision"),
            ("a#x; b<a#x", "branch label `x` of revision `b` is already the label of revision `a`"),
            ("a<c; b<a; c<b", "the down revisions go round in a circle: a -> b -> c -> a"),
            (
                "z; a<z,c; b<a; c<b; d<c",
                "the down revisions go round in a circle: a -> b -> c -> a",
            ),
            ("a~c; b<a; c<b", "the dependencies go round in a circle: a -> b -> c -> a"),
            ("a#x~x", "the dependencies go round in a circle: a -> a"),
            ("r; a<r~b; b<r~a", "the dependencies go round in a circle: a -> b -> a"),
        ];
        for (text, message) in cases {
            assert_eq!(try_graph(text).unwrap_err().to_string(), message, "{text}");
        }
    }

    #[test]
    fn accepted() {
        for text in ["", "head", "a.b_c", "a; b<a~a", "a; b<a,a~a,a", "a#my-label; b<a~my-label"] {
            assert!(try_graph(text).is_ok(), "{text}");
        }
    }

    #[test]
    fn a_deep_history_needs_no_deep_stack() {
        assert_eq!(line(100_000).heads(), ["r99999"]);
    }
}
