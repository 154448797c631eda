//! The driver's errors to ours.

use std::error::Error as _;
use std::io;

use migration_api::connection::tls::Refused;
use postgres::Error;
use postgres::error::{DbError, ErrorPosition, SqlState};

use crate::dialect::{DatabaseError, StatementError, TextPosition};

/// Returns why no session could be opened.
pub(super) fn connecting(target: &str, refused: Refused) -> DatabaseError {
    let Refused { reason, help } = refused;
    DatabaseError::Connect { target: target.to_owned(), reason, help }
}

/// Returns why the server did not carry out `sql`.
pub(super) fn running(target: &str, sql: &str, error: &Error) -> DatabaseError {
    let target = target.to_owned();
    let Some(failure) = error.as_db_error() else {
        if error.is_closed() || io_error(error).is_some() {
            return DatabaseError::Lost { target, reason: words(error) };
        }
        return plain(words(error));
    };
    let code = failure.code();
    if [SqlState::ADMIN_SHUTDOWN, SqlState::CRASH_SHUTDOWN].contains(code) {
        return DatabaseError::Lost { target, reason: failure.message().to_owned() };
    }
    if *code == SqlState::OUT_OF_MEMORY && failure.message().contains("shared memory") {
        return DatabaseError::LockTableFull { message: failure.message().to_owned() };
    }
    if *code == SqlState::READ_ONLY_SQL_TRANSACTION {
        let help = "connect to the primary server, with a user that may write".to_owned();
        return DatabaseError::ReadOnly { target, help };
    }
    refused(sql, failure)
}

fn refused(sql: &str, failure: &DbError) -> DatabaseError {
    let position = match failure.position() {
        Some(ErrorPosition::Original(at)) => usize::try_from(*at).ok(),
        Some(ErrorPosition::Internal { .. }) | None => None,
    };
    let offset = position.map(|at| at.saturating_sub(1));
    DatabaseError::Statement(Box::new(StatementError {
        message: failure.message().to_owned(),
        code: Some(format!("SQLSTATE {}", failure.code().code())),
        detail: failure.detail().map(str::to_owned),
        position: offset.map(|offset| TextPosition::of_character(sql, offset)),
        help: failure.hint().or_else(|| statement_help(failure.code())).map(str::to_owned),
    }))
}

/// Returns a failure of which only these words are known.
pub(super) fn plain(message: String) -> DatabaseError {
    DatabaseError::Statement(Box::new(StatementError {
        message,
        code: None,
        detail: None,
        position: None,
        help: None,
    }))
}

fn io_error(error: &Error) -> Option<&io::Error> {
    error.source().and_then(|cause| cause.downcast_ref())
}

fn words(error: &Error) -> String {
    match error.source() {
        Some(cause) => format!("{error}: {cause}"),
        None => error.to_string(),
    }
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
