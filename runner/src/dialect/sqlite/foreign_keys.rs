//! The check of all foreign keys before a commit.
//!
//! Migrations run with foreign keys switched off, as SQLite's manual advises for changes of
//! tables, so what they broke is looked for at the end.
//! <https://sqlite.org/lang_altertable.html#otheralter>

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::{Connection, Error, OpenFlags, Row};

use super::failure;
use crate::dialect::ForeignKeyViolation;

/// How many times a row of a table refers in vain to another table.
type Violations = BTreeMap<Violation, usize>;

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Violation {
    table: String,
    referred_table: String,
    row: Option<i64>,
}

/// Returns the violations that the open transaction has made; those that the file held before are
/// not its doing.
pub(super) fn new_violations(
    connection: &Connection,
    file: Option<&Path>,
) -> Result<Vec<ForeignKeyViolation>, Error> {
    let now = match violations(connection) {
        Ok(now) if now.is_empty() => return Ok(Vec::new()),
        now => now,
    };
    let before = file.map(violations_in_file);
    match (now, before) {
        // A key whose target has no unique index cannot be checked, neither before nor now.
        (Err(error), Some(Err(old))) if failure::message(&error) == failure::message(&old) => {
            Ok(Vec::new())
        }
        (Err(error), _) => Err(error),
        (Ok(now), Some(Ok(before))) => Ok(listed(added(now, &before))),
        (Ok(now), Some(Err(_)) | None) => Ok(listed(now)),
    }
}

/// Returns the violations of the committed state: another connection does not see the transaction.
fn violations_in_file(file: &Path) -> Result<Violations, Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    violations(&Connection::open_with_flags(file, flags)?)
}

fn violations(connection: &Connection) -> Result<Violations, Error> {
    let mut statement = connection.prepare("PRAGMA foreign_key_check")?;
    let mut found = Violations::new();
    for violation in statement.query_map([], read)? {
        *found.entry(violation?).or_default() += 1;
    }
    Ok(found)
}

fn read(row: &Row<'_>) -> Result<Violation, Error> {
    Ok(Violation { table: row.get(0)?, row: row.get(1)?, referred_table: row.get(2)? })
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
