//! The driver's errors to ours.

use std::path::{Path, PathBuf};

use migration_api::ConnectionError;
use migration_api::connection::ErrorKind;
use rusqlite::OpenFlags;

use super::location::Location;
use crate::dialect::{DatabaseError, StatementError, TextPosition};

/// Returns what a message calls the database.
pub(super) fn target(location: &Location) -> String {
    match &location.file {
        Some(file) => format!("the database file `{}`", file.display()),
        None => "the database in memory".into(),
    }
}

/// Returns why a database could not be opened.
pub(super) fn opening(location: &Location, error: ConnectionError) -> DatabaseError {
    let Some(file) = &location.file else {
        return running(location, "", error);
    };
    let (reason, help) = match missing_folder(file) {
        Some(folder) => (
            format!("the folder `{}` does not exist", folder.display()),
            "create the folder, or correct the URL",
        ),
        None if file.is_dir() => ("it is a folder".into(), "name a file in it"),
        None if code(&error) == Some(NOT_A_DATABASE) => {
            ("it is no SQLite database".into(), "name another file, or move this one away")
        }
        None if !file.exists() && !location.flags.contains(OpenFlags::SQLITE_OPEN_CREATE) => (
            "it does not exist".into(),
            "correct the URL; `upgrade` creates the file, unless `mode=` stands there",
        ),
        None if code(&error) == Some(CANNOT_OPEN) && !file.exists() => {
            ("it does not exist and cannot be created".into(), WRITE_RIGHT)
        }
        None if code(&error) == Some(CANNOT_OPEN) => {
            ("this user may not read and write it".into(), WRITE_RIGHT)
        }
        None => (error.message, "see whether another program has damaged or locked it"),
    };
    DatabaseError::Open { file: file.clone(), reason, help: Some(help.to_owned()) }
}

/// Returns why a statement failed.
pub(super) fn running(location: &Location, sql: &str, error: ConnectionError) -> DatabaseError {
    match error.kind {
        ErrorKind::Lost => {
            return DatabaseError::Lost { target: target(location), reason: error.message };
        }
        ErrorKind::Unreadable { column } => {
            return DatabaseError::Unreadable { column, reason: error.message };
        }
        ErrorKind::Statement => {}
    }
    match code(&error) {
        Some(BUSY | LOCKED) => DatabaseError::Busy { target: target(location) },
        Some(READ_ONLY) => read_only(location),
        Some(CANNOT_OPEN | NOT_A_DATABASE) => opening(location, error),
        _ => refused(sql, error),
    }
}

/// Returns that nothing can be written.
pub(super) fn read_only(location: &Location) -> DatabaseError {
    DatabaseError::ReadOnly { target: target(location), help: WRITE_RIGHT.into() }
}

/// Returns whether the statement failed because a table does not exist.
pub(super) fn is_missing_table(error: &ConnectionError) -> bool {
    // The code is that of any mistake in a statement; only the words tell.
    error.message.starts_with("no such table: ")
}

/// The kinds of failure: <https://sqlite.org/rescode.html>.
pub(super) const BUSY: i32 = 5;
const LOCKED: i32 = 6;
const READ_ONLY: i32 = 8;
const CANNOT_OPEN: i32 = 14;
const NOT_A_DATABASE: i32 = 26;

/// Returns the kind of failure: the last byte of the extended code.
pub(super) fn code(error: &ConnectionError) -> Option<i32> {
    let code: i32 = error.code.as_deref()?.parse().ok()?;
    Some(code & 0xff)
}

const WRITE_RIGHT: &str = "give this user the right to read and write the file and its folder";

fn missing_folder(file: &Path) -> Option<PathBuf> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty())?;
    (!folder.is_dir()).then(|| folder.to_owned())
}

fn refused(sql: &str, error: ConnectionError) -> DatabaseError {
    let position = position(sql, &error);
    // 1 is any mistake whatever, which the message tells better.
    let code = error.code.filter(|code| code != "1");
    DatabaseError::Statement(Box::new(StatementError {
        message: error.message,
        code: code.map(|code| format!("SQLite error {code}")),
        detail: error.detail,
        position,
        help: None,
    }))
}

fn position(sql: &str, error: &ConnectionError) -> Option<TextPosition> {
    let before = sql.get(..usize::try_from(error.position?).ok()?)?;
    Some(TextPosition::of_character(sql, before.chars().count()))
}
