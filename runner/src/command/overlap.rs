//! What the sides of a merge have in common.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::Error;
use crate::project::Project;
use crate::runtime::{self, Effect, Observer, Survey};

/// What the sides of a merge have in common.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overlap {
    /// The tables that several sides touch, by name.
    pub tables: Vec<SharedTable>,
    /// The revisions whose effect is not known, and why.
    pub unknown: BTreeMap<String, String>,
}

/// A table that several sides touch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedTable {
    /// Its name.
    pub table: String,
    /// The columns that several sides touch; none where they only meet in the table.
    pub columns: Vec<String>,
    /// What is done to those columns, or to the table.
    pub changes: Vec<TableChange>,
}

/// What a revision does to a table that another side touches too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableChange {
    /// The side, by the position of its head.
    pub side: usize,
    /// The revision.
    pub revision: String,
    /// What it does.
    pub effect: Effect,
}

/// Finds what the sides of a merge both touch, by running each side's `upgrade` functions without a database.
///
/// # Errors
/// When their code cannot be built at all. A revision that does not compile is one whose effect is not known.
pub fn overlap(
    project: &Project,
    parents: &[String],
    observer: Observer<'_>,
) -> Result<Overlap, Error> {
    let sides = project.directory.map().sides(parents)?;
    let revisions: Vec<&str> = sides.iter().flatten().copied().collect();
    let surveys = runtime::survey(project, &revisions, observer)?;
    let mut changes = Vec::new();
    let mut unknown = BTreeMap::new();
    for (side, revisions) in sides.iter().enumerate() {
        for revision in revisions.iter().copied() {
            let Some(survey) = surveys.get(revision) else { continue };
            changes.extend(table_changes(side, revision, survey));
            let reason = survey.unknown.iter().cloned();
            unknown.extend(reason.map(|reason| (revision.to_owned(), reason)));
        }
    }
    Ok(Overlap { tables: shared(changes), unknown })
}

fn table_changes(side: usize, revision: &str, survey: &Survey) -> Vec<TableChange> {
    let change = |effect: &Effect| TableChange {
        side,
        revision: revision.to_owned(),
        effect: effect.clone(),
    };
    survey.effects.iter().map(change).collect()
}

/// Returns the tables that changes of several sides meet in.
fn shared(changes: Vec<TableChange>) -> Vec<SharedTable> {
    let mut tables: BTreeMap<String, Vec<TableChange>> = BTreeMap::new();
    for change in changes {
        tables.entry(change.effect.table.clone()).or_default().push(change);
    }
    let meets = |(table, changes): (String, Vec<TableChange>)| meeting(table, changes);
    tables.into_iter().filter_map(meets).collect()
}

fn meeting(table: String, mut changes: Vec<TableChange>) -> Option<SharedTable> {
    if !meet(&changes.iter().collect::<Vec<_>>()) {
        return None;
    }
    let columns: BTreeSet<&String> =
        changes.iter().flat_map(|change| &change.effect.columns).collect();
    let is_shared = |column: &&&String| {
        let touches = |change: &&TableChange| change.effect.columns.contains(column);
        meet(&changes.iter().filter(touches).collect::<Vec<_>>())
    };
    let columns: Vec<String> = columns.iter().filter(is_shared).map(|it| (*it).clone()).collect();
    if !columns.is_empty() {
        changes.retain(|change| change.effect.columns.iter().any(|it| columns.contains(it)));
    }
    Some(SharedTable { table, columns, changes })
}

/// Tells whether changes of several sides meet, of which one is more than a reference to the table.
fn meet(changes: &[&TableChange]) -> bool {
    let is_change = |change: &&&TableChange| !change.effect.is_reference;
    let first = changes.iter().find(is_change);
    first.is_some_and(|first| changes.iter().any(|change| change.side != first.side))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a change such as `0 add t.size`, or `1 ref t.id` for a mere reference.
    fn change(text: &str) -> TableChange {
        let [side, operation, place] =
            <[&str; 3]>::try_from(text.split(' ').collect::<Vec<_>>()).unwrap();
        let (table, column) = place.split_once('.').unwrap_or((place, ""));
        let columns = [column].into_iter().filter(|column| !column.is_empty());
        TableChange {
            side: side.parse().unwrap(),
            revision: format!("r{side}"),
            effect: Effect {
                table: table.to_owned(),
                columns: columns.map(str::to_owned).collect(),
                operation: "change",
                is_reference: operation == "ref",
            },
        }
    }

    #[test]
    fn sides_meet_in_a_column_or_else_in_a_table() {
        for (changes, wanted) in [
            ("0 add t.size; 1 add t.size; 2 add t.color", "t: size (2)"),
            ("0 add t.size; 1 add t.color", "t:  (2)"),
            ("0 add t.size; 0 drop t.size; 1 add u.size", ""),
            ("0 ref t.id; 1 ref t.id", ""),
            ("0 ref t.id; 1 rename t", "t:  (2)"),
            ("0 ref t.id; 1 drop t.id", "t: id (2)"),
        ] {
            let tables = shared(changes.split("; ").map(change).collect());
            let text = |it: &SharedTable| {
                format!("{}: {} ({})", it.table, it.columns.join(" "), it.changes.len())
            };
            assert_eq!(tables.iter().map(text).collect::<Vec<_>>().join("; "), wanted, "{changes}");
        }
    }
}
