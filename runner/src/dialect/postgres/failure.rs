//! The driver's errors to ours.

use std::error::Error as _;
use std::io;

use postgres::Error;
use postgres::error::{DbError, ErrorPosition, SqlState};

use crate::dialect::{DatabaseError, StatementError, TextPosition};

/// Returns why no session could be opened.
pub(super) fn connecting(target: &str, error: &Error) -> DatabaseError {
    let (reason, help) = match (error.as_db_error(), io_error(error)) {
        (Some(refusal), _) => (refusal.message().to_owned(), refusal_help(refusal)),
        (None, Some(cause)) => (cause.to_string(), Some(unreachable_help(cause))),
        (None, None) => driver_refusal(words(error)),
    };
    DatabaseError::Connect { target: target.to_owned(), reason, help: help.map(str::to_owned) }
}

/// Returns that the server took the connection and then kept silent.
pub(super) fn silent(target: &str) -> DatabaseError {
    DatabaseError::Connect {
        target: target.to_owned(),
        reason: "the server does not answer".to_owned(),
        help: Some("see whether a PostgreSQL server listens there, and is not overloaded".into()),
    }
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

fn unreachable_help(cause: &io::Error) -> &'static str {
    match cause.kind() {
        io::ErrorKind::ConnectionRefused | io::ErrorKind::NotFound => {
            "start the server, or correct the host and port of the URL"
        }
        io::ErrorKind::TimedOut => {
            "nothing answered: check host, port and firewall, or raise `?connect_timeout=` \
             (seconds) in the URL"
        }
        _ => "check the host and port of the URL",
    }
}

/// Returns what the driver found before the server could answer. It tells in words only.
fn driver_refusal(words: String) -> (String, Option<&'static str>) {
    if words.contains("password missing") {
        let reason = "the server asks for a password, and the URL has none".to_owned();
        return (reason, Some("write `user:password@host` in the URL"));
    }
    let tls = words.to_ascii_lowercase().contains("tls");
    let help = "this version connects without TLS: `?sslmode=disable` where the server allows it";
    (words, tls.then_some(help))
}

fn refusal_help(refusal: &DbError) -> Option<&'static str> {
    let code = refusal.code();
    if [SqlState::INVALID_PASSWORD, SqlState::INVALID_AUTHORIZATION_SPECIFICATION].contains(code) {
        Some("correct the user and password of the URL; the server's pg_hba.conf says who may")
    } else if *code == SqlState::INVALID_CATALOG_NAME {
        Some("create the database (`createdb`), or correct its name in the URL")
    } else if *code == SqlState::TOO_MANY_CONNECTIONS {
        Some("close other connections, or raise `max_connections` on the server")
    } else if *code == SqlState::CANNOT_CONNECT_NOW {
        Some("wait until the server is ready")
    } else {
        None
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
        Some("another session uses the table: run it again later, or raise `lock_timeout`")
    } else if *code == SqlState::T_R_DEADLOCK_DETECTED {
        Some("another session used the same tables in another order: run it again")
    } else {
        None
    }
}
