//! Building the graph, with all the checks that make it trustworthy.

use std::collections::BTreeMap;

use super::{HistoryError, Links, Revision, RevisionMap, cycle, dependency, label};

/// The characters that targets give a meaning: branches, steps and ranges.
const RESERVED: [char; 4] = ['@', '-', '+', ':'];

impl RevisionMap {
    /// Builds the graph of these revisions, whose order is the load order.
    ///
    /// Of several revisions with one id the last counts, at the place of the first, as in Alembic: see
    /// [`Self::duplicates`].
    ///
    /// # Errors
    /// When a revision cannot be one, a name is missing or stands twice, or something goes round in a circle.
    pub fn build(mut revisions: Vec<Revision>) -> Result<Self, HistoryError> {
        revisions.iter().try_for_each(check_alone)?;
        let mut names = ids(&revisions);
        let mut duplicates = Vec::new();
        if names.len() < revisions.len() {
            (revisions, duplicates) = without_duplicates(revisions);
            names = ids(&revisions);
        }
        add_labels(&revisions, &mut names)?;
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
            duplicates,
        })
    }
}

/// Checks what can be told from one revision alone.
fn check_alone(revision: &Revision) -> Result<(), HistoryError> {
    let id = &revision.id;
    check_id(id)?;
    if revision.down_revisions.contains(id) {
        return Err(HistoryError::SelfLoop { id: id.clone() });
    }
    if revision.depends_on.contains(id) {
        return Err(HistoryError::DependencySelfLoop { id: id.clone() });
    }
    Ok(())
}

pub(super) fn check_id(id: &str) -> Result<(), HistoryError> {
    if id.is_empty() {
        return Err(HistoryError::EmptyId);
    }
    let reserved = RESERVED.iter().filter(|c| id.contains(**c));
    let characters: Vec<String> = reserved.map(char::to_string).collect();
    if characters.is_empty() {
        return Ok(());
    }
    Err(HistoryError::IllegalId { id: id.to_owned(), characters })
}

/// Returns every id, with the last revision that has it.
fn ids(revisions: &[Revision]) -> BTreeMap<String, usize> {
    revisions.iter().enumerate().map(|(index, it)| (it.id.clone(), index)).collect()
}

/// Puts a later revision in the place of an earlier one with the same id.
fn without_duplicates(revisions: Vec<Revision>) -> (Vec<Revision>, Vec<String>) {
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut kept: Vec<Revision> = Vec::with_capacity(revisions.len());
    let mut duplicates = Vec::new();
    for mut revision in revisions {
        match places.get(&revision.id) {
            Some(place) => {
                duplicates.push(revision.id.clone());
                // Others may depend on a label, so none is lost.
                revision.branch_labels.append(&mut kept[*place].branch_labels);
                kept[*place] = revision;
            }
            None => {
                places.insert(revision.id.clone(), kept.len());
                kept.push(revision);
            }
        }
    }
    (kept, duplicates)
}

/// Adds the labels to the ids: each stands once, and is no id.
fn add_labels(
    revisions: &[Revision],
    names: &mut BTreeMap<String, usize>,
) -> Result<(), HistoryError> {
    for (index, revision) in revisions.iter().enumerate() {
        for label in &revision.branch_labels {
            if let Some(other) = names.insert(label.clone(), index) {
                return Err(label_clash(label, revision, &revisions[other]));
            }
        }
    }
    Ok(())
}

fn label_clash(label: &str, revision: &Revision, other: &Revision) -> HistoryError {
    let (label, revision) = (label.to_owned(), revision.id.clone());
    if other.id == label {
        return HistoryError::LabelIsId { label, revision };
    }
    HistoryError::DuplicateLabel { label, revision, other: other.id.clone() }
}

fn link_dependencies(
    revisions: &[Revision],
    names: &BTreeMap<String, usize>,
    links: &mut [Links],
) -> Result<(), HistoryError> {
    for (index, revision) in revisions.iter().enumerate() {
        for name in &revision.depends_on {
            let Some(&dependency) = names.get(name) else {
                let (id, missing) = (revision.id.clone(), name.clone());
                return Err(HistoryError::MissingDependency { id, missing });
            };
            // Whoever was linked last is this revision, if it names another twice.
            if links[dependency].dependents.last() != Some(&index) {
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
) -> Result<(), HistoryError> {
    for (index, revision) in revisions.iter().enumerate() {
        for name in &revision.down_revisions {
            let found = names.get(name).copied();
            let Some(parent) = found.filter(|parent| revisions[*parent].id == *name) else {
                let (id, missing) = (revision.id.clone(), name.clone());
                return Err(HistoryError::MissingDownRevision { id, missing });
            };
            if links[parent].children.last() != Some(&index) {
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
    fn of_several_revisions_with_one_id_the_last_counts() {
        let map = try_graph("a; b<a; c<b; b").unwrap();
        assert_eq!(map.duplicates(), ["b"]);
        assert_eq!((map.bases().join(" "), map.heads().join(" ")), ("a b".into(), "a c".into()));
    }

    #[test]
    fn a_deep_history_needs_no_deep_stack() {
        assert_eq!(line(100_000).heads(), ["r99999"]);
    }
}
