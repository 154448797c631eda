//! What a database holds, as its own tools tell it: `pg_dump`, `SHOW CREATE`, SQLite's pragmas and texts.
//!
//! A dump is a list of sorted entries. The order of columns is an entry of its own, kept apart: a column that is added to a table stands
//! at its end on PostgreSQL and SQLite, which have no other place for it, so that there the order is compared only of tables that are
//! made anew. What means the same counts as the same where a server shows what was said: storage parameters in another order, a
//! default that was named, a list of texts that PostgreSQL takes from `varchar` to `text` as a whole or one by one.

mod mariadb;
mod postgres;
mod sqlite;

use std::collections::{BTreeMap, BTreeSet};

use migration_api::Cell;
use runner::dialect::Session;

use crate::support::Database;

/// What a database holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Dump {
    /// Everything, sorted.
    entries: Vec<String>,
    /// The columns of each table, in order.
    orders: BTreeMap<String, String>,
}

impl Dump {
    /// Reads what a database holds.
    pub(super) fn of(database: &Database, connection: &mut dyn Session) -> Self {
        let mut dump = match database.title() {
            "PostgreSQL" => postgres::dump(database),
            "MariaDB" => mariadb::dump(connection),
            _ => sqlite::dump(connection),
        };
        dump.entries.sort();
        dump
    }

    /// Returns how it differs from what is wanted, line by line; nothing where it does not. The order of columns does not count in
    /// tables that `before` had, unless columns can be placed.
    pub(super) fn differences(&self, wanted: &Self, before: &Self, title: &str) -> String {
        let mut told = String::new();
        for (mark, ours, theirs) in [("-", wanted, self), ("+", self, wanted)] {
            let mut rest = theirs.entries.clone();
            for entry in &ours.entries {
                match rest.iter().position(|other| other == entry) {
                    Some(place) => drop(rest.swap_remove(place)),
                    None => told.extend([mark, " ", entry, "\n"]),
                }
            }
        }
        let appends = title != "MariaDB";
        let tables: BTreeSet<_> = self.orders.keys().collect();
        for table in tables.into_iter().filter(|it| !appends || !before.orders.contains_key(*it)) {
            let (ours, theirs) = (self.orders.get(table), wanted.orders.get(table));
            if ours != theirs && theirs.is_some() {
                let difference =
                    format!("the order of {table} is {ours:?} instead of {theirs:?}\n");
                told += &difference;
            }
        }
        told
    }
}

/// Returns the rows of a query, each cell as text.
fn rows(connection: &mut dyn Session, sql: &str) -> Vec<Vec<String>> {
    let rows = connection.query(sql, &[]).unwrap_or_else(|error| panic!("{sql}: {error}")).rows;
    let text = |cell: &Cell| if *cell == Cell::Null { "NULL".into() } else { cell.to_string() };
    rows.iter().map(|row| row.iter().map(text).collect()).collect()
}
