//! The driver's errors to ours.

use std::path::{Path, PathBuf};

use rusqlite::{Error, ErrorCode, OpenFlags};

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
pub(super) fn opening(location: &Location, error: &Error) -> DatabaseError {
    let Some(file) = &location.file else {
        return running(location, "", error);
    };
    let (reason, help) = match missing_folder(file) {
        Some(folder) => (
            format!("the folder `{}` does not exist", folder.display()),
            "create the folder, or correct the URL",
        ),
        None if file.is_dir() => ("it is a folder".into(), "name a file in it"),
        None if code(error) == Some(ErrorCode::NotADatabase) => {
            ("it is no SQLite database".into(), "name another file, or move this one away")
        }
        None if !file.exists() && !location.flags.contains(OpenFlags::SQLITE_OPEN_CREATE) => (
            "it does not exist".into(),
            "correct the URL; `upgrade` creates the file, unless `mode=` stands there",
        ),
        None if code(error) == Some(ErrorCode::CannotOpen) && !file.exists() => {
            ("it does not exist and cannot be created".into(), WRITE_RIGHT)
        }
        None if code(error) == Some(ErrorCode::CannotOpen) => {
            ("this user may not read and write it".into(), WRITE_RIGHT)
        }
        None => (message(error), "see whether another program has damaged or locked it"),
    };
    DatabaseError::Open { file: file.clone(), reason, help: Some(help.to_owned()) }
}

/// Returns why a statement failed.
pub(super) fn running(location: &Location, sql: &str, error: &Error) -> DatabaseError {
    match code(error) {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            DatabaseError::Busy { target: target(location) }
        }
        Some(ErrorCode::ReadOnly) => read_only(location),
        Some(ErrorCode::CannotOpen | ErrorCode::NotADatabase) => opening(location, error),
        _ => refused(sql, error),
    }
}

/// Returns that nothing can be written.
pub(super) fn read_only(location: &Location) -> DatabaseError {
    DatabaseError::ReadOnly { target: target(location), help: WRITE_RIGHT.into() }
}

/// Returns whether the statement failed because a table does not exist.
pub(super) fn is_missing_table(error: &Error) -> bool {
    // The code is that of any mistake in a statement; only the words tell.
    message(error).starts_with("no such table: ")
}

/// Returns SQLite's own words.
pub(super) fn message(error: &Error) -> String {
    match error {
        Error::SqlInputError { msg, .. } => msg.clone(),
        other => other.to_string(),
    }
}

/// Returns the kind of failure.
pub(super) fn code(error: &Error) -> Option<ErrorCode> {
    error.sqlite_error_code()
}

const WRITE_RIGHT: &str = "give this user the right to read and write the file and its folder";

fn missing_folder(file: &Path) -> Option<PathBuf> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty())?;
    (!folder.is_dir()).then(|| folder.to_owned())
}

fn refused(sql: &str, error: &Error) -> DatabaseError {
    // 1 is any mistake whatever, which the message tells better.
    let code = error.sqlite_error().map(|error| error.extended_code).filter(|code| *code != 1);
    DatabaseError::Statement(Box::new(StatementError {
        message: message(error),
        code: code.map(|code| format!("SQLite error {code}")),
        detail: None,
        position: position(sql, error),
        help: None,
    }))
}

/// Returns where the mistake stands in `sql`. SQLite was given one of its statements and what
/// follows it.
fn position(sql: &str, error: &Error) -> Option<TextPosition> {
    let Error::SqlInputError { sql: rest, offset, .. } = error else {
        return None;
    };
    let before = sql.strip_suffix(rest.as_str())?.len();
    let before = sql.get(..before + usize::try_from(*offset).ok()?)?;
    Some(TextPosition::of_character(sql, before.chars().count()))
}
