//! The driver's errors to ours.

use migration_api::ConnectionError;
use migration_api::connection::ErrorKind;
use migration_api::connection::tls::Refused;
use postgres::error::SqlState;

use crate::dialect::{DatabaseError, StatementError, TextPosition};

/// Returns why no session could be opened.
pub(super) fn connecting(target: &str, refused: Refused) -> DatabaseError {
    let Refused { reason, help } = refused;
    DatabaseError::Connect { target: target.to_owned(), reason, help }
}

/// Returns why the server did not carry out `sql`.
pub(super) fn running(target: &str, sql: &str, error: ConnectionError) -> DatabaseError {
    let target = target.to_owned();
    match error.kind {
        ErrorKind::Lost => return DatabaseError::Lost { target, reason: error.message },
        ErrorKind::Unreadable { column } => {
            return DatabaseError::Unreadable { column, reason: error.message };
        }
        ErrorKind::Statement => {}
    }
    let is = |state: &SqlState| has_code(&error, state);
    if is(&SqlState::ADMIN_SHUTDOWN) || is(&SqlState::CRASH_SHUTDOWN) {
        return DatabaseError::Lost { target, reason: error.message };
    }
    if is(&SqlState::OUT_OF_MEMORY) && error.message.contains("shared memory") {
        return DatabaseError::LockTableFull { message: error.message };
    }
    if is(&SqlState::READ_ONLY_SQL_TRANSACTION) {
        let help = "connect to the primary server, with a user that may write".to_owned();
        return DatabaseError::ReadOnly { target, help };
    }
    refused(sql, error)
}

/// Returns whether the server gave this code.
pub(super) fn has_code(error: &ConnectionError, state: &SqlState) -> bool {
    error.code.as_deref() == Some(state.code())
}

fn refused(sql: &str, error: ConnectionError) -> DatabaseError {
    let offset = error.position.and_then(|at| usize::try_from(at).ok());
    let state = error.code.as_deref().map(SqlState::from_code);
    let help = || state.and_then(|state| statement_help(&state)).map(str::to_owned);
    DatabaseError::Statement(Box::new(StatementError {
        help: error.hint.or_else(help),
        message: error.message,
        code: error.code.map(|code| format!("SQLSTATE {code}")),
        detail: error.detail,
        position: offset.map(|offset| TextPosition::of_character(sql, offset)),
    }))
}

fn statement_help(code: &SqlState) -> Option<&'static str> {
    if *code == SqlState::INDETERMINATE_DATATYPE {
        Some("say the parameter's type: `:name::text`")
    } else if *code == SqlState::IN_FAILED_SQL_TRANSACTION {
        Some("an earlier statement failed, and its error was not returned")
    } else if *code == SqlState::INSUFFICIENT_PRIVILEGE {
        Some("grant this right to the user of the URL, or connect as another")
    } else if *code == SqlState::LOCK_NOT_AVAILABLE {
        Some("another session uses the table: run it again later, or raise `database_lock_timeout`")
    } else if *code == SqlState::QUERY_CANCELED {
        Some(
            "it took longer than `statement_timeout`, or was cancelled: raise that, or do less at once",
        )
    } else if *code == SqlState::T_R_DEADLOCK_DETECTED {
        Some("another session used the same tables in another order: run it again")
    } else {
        None
    }
}
