//! Building the graph, with all the checks that make it trustworthy.

use std::collections::BTreeMap;

use super::{Links, Revision, RevisionError, RevisionMap, cycle, dependency, label};

/// The characters that targets give a meaning: branches, steps and ranges.
const RESERVED: [char; 4] = ['@', '-', '+', ':'];

impl RevisionMap {
    /// Builds the graph of these revisions, whose order is the load order.
    pub fn build(revisions: Vec<Revision>) -> Result<Self, RevisionError> {
        let names = names(&revisions)?;
        let mut links = vec![Links::default(); revisions.len()];
        link_dependencies(&revisions, &names, &mut links)?;
        link_parents(&revisions, &names, &mut links)?;
        cycle::refuse(&revisions, &links, |links| &links.parents, |path| RevisionError::Cycle { path })?;
        let order = topological_order(&revisions, &links)?;
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

/// Gathers the ids and labels, each of which may stand only once.
fn names(revisions: &[Revision]) -> Result<BTreeMap<String, usize>, RevisionError> {
    let mut names = BTreeMap::new();
    for (index, revision) in revisions.iter().enumerate() {
        check_id(&revision.id)?;
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

fn check_id(id: &str) -> Result<(), RevisionError> {
    if id.is_empty() {
        return Err(RevisionError::EmptyId);
    }
    let characters: Vec<String> =
        RESERVED.iter().filter(|c| id.contains(**c)).map(char::to_string).collect();
    if characters.is_empty() { Ok(()) } else { Err(RevisionError::IllegalId { id: id.to_owned(), characters }) }
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
