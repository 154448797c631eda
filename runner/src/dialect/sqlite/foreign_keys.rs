//! The check of all foreign keys before a commit.
//!
//! Migrations run with foreign keys switched off, as SQLite's manual advises for changes of
//! tables, so what they broke is looked for at the end.
//! <https://sqlite.org/lang_altertable.html#otheralter>

use std::collections::BTreeMap;
use std::path::Path;

use migration_api::{Cell, Connection, ConnectionError};
use rusqlite::OpenFlags;

use crate::dialect::ForeignKeyViolation;

/// How many times a row of a table refers in vain to another table.
type Violations = BTreeMap<Violation, usize>;

/// The violations, or why they cannot be told.
pub(super) type Found = Result<Violations, ConnectionError>;

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Violation {
    table: String,
    referred_table: String,
    row: Option<i64>,
}

/// Returns those of the violations that there are now which the transaction has made; the others, which there were
/// before, are not its doing.
pub(super) fn new_violations(
    now: Found,
    before: impl FnOnce() -> Option<Found>,
) -> Result<Vec<ForeignKeyViolation>, ConnectionError> {
    if now.as_ref().is_ok_and(Violations::is_empty) {
        return Ok(Vec::new());
    }
    match (now, before()) {
        // A key whose target has no unique index cannot be checked, neither before nor now.
        (Err(error), Some(Err(old))) if error.message == old.message => Ok(Vec::new()),
        (Err(error), _) => Err(error),
        (Ok(now), Some(Ok(before))) => Ok(listed(added(now, &before))),
        (Ok(now), Some(Err(_)) | None) => Ok(listed(now)),
    }
}

/// Returns the violations of the committed state: another connection does not see the transaction.
pub(super) fn violations_in_file(file: &Path) -> Found {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    violations(&mut rusqlite::Connection::open_with_flags(file, flags)?)
}

/// Returns the violations that the connection sees.
pub(super) fn violations(connection: &mut dyn Connection) -> Found {
    let mut found = Violations::new();
    for row in connection.query("PRAGMA foreign_key_check", &[])?.rows {
        *found.entry(violation(&row)).or_default() += 1;
    }
    Ok(found)
}

fn violation(row: &[Cell]) -> Violation {
    let text = |at: usize| row.get(at).map(Cell::to_string).unwrap_or_default();
    let id = match row.get(1) {
        Some(Cell::Int(id)) => Some(*id),
        _ => None,
    };
    Violation { table: text(0), row: id, referred_table: text(2) }
}

fn added(mut now: Violations, before: &Violations) -> Violations {
    now.retain(|violation, count| *count > before.get(violation).copied().unwrap_or(0));
    now
}

/// Gathers the rows of each pair of tables.
fn listed(violations: Violations) -> Vec<ForeignKeyViolation> {
    let mut listed: Vec<ForeignKeyViolation> = Vec::new();
    for Violation { table, referred_table, row } in violations.into_keys() {
        match listed.last_mut() {
            Some(last) if last.table == table && last.referred_table == referred_table => {
                last.rows.extend(row);
            }
            Some(_) | None => {
                listed.push(ForeignKeyViolation {
                    table,
                    referred_table,
                    rows: Vec::from_iter(row),
                });
            }
        }
    }
    listed
}
