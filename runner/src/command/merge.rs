//! `merge`: make several heads one again.

use std::collections::BTreeMap;

use super::revision::{Created, RevisionOptions, revision};
use crate::error::Error;
use crate::project::Project;
use crate::runtime::{self, Effect, Observer, Survey};

/// What came of a merge.
#[derive(Debug)]
pub enum Merged {
    /// There is only this revision, or none: no file was written.
    Nothing(Option<String>),
    /// The file was written.
    Created(Created),
}

/// What the sides of a merge have in common.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overlap {
    /// The tables that revisions of several sides touch, with what each does.
    pub tables: BTreeMap<String, Vec<TableChange>>,
    /// The revisions whose effect is not known, and why.
    pub unknown: BTreeMap<String, String>,
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

impl Overlap {
    /// Returns the columns of a table that several sides touch.
    pub fn columns(&self, table: &str) -> Vec<&str> {
        let changes = self.tables.get(table).map_or(&[][..], Vec::as_slice);
        let mut sides: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for change in changes {
            for column in &change.effect.columns {
                sides.entry(column).or_default().push(change.side);
            }
        }
        sides.retain(|_, sides| sides.iter().any(|side| *side != sides[0]));
        sides.into_keys().collect()
    }
}

/// Writes a revision that joins the heads in `options`; without a message, it is called after them.
///
/// # Errors
/// When one of them cannot be found or is no head, or the file cannot be written.
pub fn merge(
    project: &mut Project,
    options: &RevisionOptions,
    observer: Observer<'_>,
) -> Result<Merged, Error> {
    project.directory.require_complete()?;
    let map = project.directory.map();
    let mut parents = Vec::new();
    for target in &options.heads {
        parents.extend(map.resolve_all(target)?);
    }
    if parents.len() < 2 {
        return Ok(Merged::Nothing(parents.first().map(|id| (*id).to_owned())));
    }
    let mut options = options.clone();
    if options.message.is_empty() {
        options.message = format!("merge {}", parents.join(" and "));
    }
    revision(project, &options, observer).map(Merged::Created)
}

/// Finds what the sides of a merge both touch, by running each side's `upgrade` functions without a database.
///
/// # Errors
/// When their code cannot be built.
pub fn overlap(
    project: &Project,
    parents: &[String],
    observer: Observer<'_>,
) -> Result<Overlap, Error> {
    let sides = project.directory.map().sides(parents)?;
    let revisions: Vec<&str> = sides.iter().flatten().copied().collect();
    let surveys = runtime::survey(project, &revisions, observer)?;
    let mut overlap = Overlap::default();
    for (side, revisions) in sides.iter().enumerate() {
        for revision in revisions {
            let Some(Survey { effects, unknown }) = surveys.get(*revision) else { continue };
            overlap.note(side, revision, effects);
            let reason = unknown.iter().cloned();
            overlap.unknown.extend(reason.map(|reason| ((*revision).to_owned(), reason)));
        }
    }
    let of_one_side =
        |changes: &Vec<TableChange>| changes.iter().all(|it| it.side == changes[0].side);
    overlap.tables.retain(|_, changes| !of_one_side(changes));
    Ok(overlap)
}

impl Overlap {
    fn note(&mut self, side: usize, revision: &str, effects: &[Effect]) {
        for effect in effects {
            self.tables.entry(effect.table.clone()).or_default().push(TableChange {
                side,
                revision: revision.to_owned(),
                effect: effect.clone(),
            });
        }
    }
}
