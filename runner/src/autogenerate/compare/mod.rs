//! What differs between two schemas.

mod objects;
mod same;
mod table;

use std::collections::BTreeMap;

use migration_api::schema::TableName;

use super::change::{Change, Sides};
use crate::dialect::{Dialect, Session};
use crate::schema::Schema;

pub(super) use same::same_type;

/// What of two schemas is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Aspects {
    /// Whether types are.
    pub types: bool,
    /// Whether defaults, identities and computed columns are.
    pub server_defaults: bool,
}

impl Default for Aspects {
    fn default() -> Self {
        Self { types: true, server_defaults: true }
    }
}

/// What hooks have said of columns: whether types, and whether defaults, differ.
#[derive(Debug, Clone, Default)]
pub struct Verdicts<'a> {
    /// Of types.
    pub types: BTreeMap<(TableName<'a>, &'a str), bool>,
    /// Of defaults.
    pub defaults: BTreeMap<(TableName<'a>, &'a str), bool>,
}

/// A wanted schema: as its author wrote it, and as the server states it where that is known.
pub struct Wanted<'w, 'a> {
    /// As its author wrote it, in the normal form.
    pub author: &'w Schema<'a>,
    /// As the server states it; the author's where that is not known.
    pub server: &'w Schema<'a>,
}

/// Compares one schema with another.
pub struct Comparer<'c, 'a> {
    /// The database.
    pub dialect: &'static dyn Dialect,
    /// A session of it, to ask whether texts mean the same.
    pub connection: &'c mut dyn Session,
    /// What is compared.
    pub aspects: Aspects,
    /// What hooks have said.
    pub verdicts: &'c Verdicts<'a>,
    /// Whether the database is asked if texts that differ mean the same: a question for each, so that it is for those that still
    /// differ when the wanted ones are as the database states them.
    pub asks: bool,
}

impl<'a> Comparer<'_, 'a> {
    /// Returns what differs, in the author's words. Renamed things have their new names in `actual` already.
    pub fn compare(&mut self, actual: &Schema<'a>, wanted: &Wanted<'_, 'a>) -> Vec<Change<'a>> {
        let mut changes = Vec::new();
        self.types(actual, wanted, &mut changes);
        let pairs = paired(&actual.tables, &wanted.server.tables, |table| table.name);
        for (from, server) in pairs {
            let words = |server| in_words(&wanted.author.tables, server, |table| table.name);
            match (from, server) {
                (Some(from), Some(server)) => {
                    self.table(actual, from, server, words(server), &mut changes);
                }
                (Some(from), None) => changes.push(Change::Table(Sides::removed(*from))),
                (None, Some(server)) => {
                    changes.push(Change::Table(Sides::added(*words(server))));
                }
                (None, None) => {}
            }
        }
        self.others(actual, wanted, &mut changes);
        changes
    }
}

/// Returns an object in its author's words, which are sorted by this key; as it is, if its author has none.
fn in_words<'l, T, K: Ord>(words: &'l [T], object: &'l T, key: impl Fn(&T) -> K) -> &'l T {
    let place = words.binary_search_by_key(&key(object), key).ok();
    place.and_then(|place| words.get(place)).unwrap_or(object)
}

/// Returns the members of two lists that have the same key, and those of either list that the other one lacks; those of
/// the first list come first.
fn paired<'l, T, K: Ord>(
    from: &'l [T],
    to: &'l [T],
    key: impl Fn(&T) -> K,
) -> Vec<(Option<&'l T>, Option<&'l T>)> {
    let places: BTreeMap<K, &T> = to.iter().map(|it| (key(it), it)).collect();
    let known: BTreeMap<K, ()> = from.iter().map(|it| (key(it), ())).collect();
    let first = from.iter().map(|it| (Some(it), places.get(&key(it)).copied()));
    let new = to.iter().filter(|it| !known.contains_key(&key(it)));
    first.chain(new.map(|it| (None, Some(it)))).collect()
}
