//! The driver's errors to ours.

use std::error::Error as _;
use std::io;

use migration_api::ConnectionError;
use migration_api::connection::ErrorKind;
use postgres::Error;
use postgres::error::{DbError, SqlState};

use rustls::CertificateError;

use super::config::Settings;
use super::tls::TlsMode;
use crate::dialect::{DatabaseError, StatementError, TextPosition};

/// Returns why no session could be opened.
pub(super) fn connecting(target: &str, error: &Error, wanted: &Settings) -> DatabaseError {
    if let Some(problem) = &wanted.password_file_problem
        && is_for_want_of_a_password(error)
    {
        let reason = "the server asks for a password, and none is given".to_owned();
        let help = Some(problem.clone());
        return DatabaseError::Connect { target: target.to_owned(), reason, help };
    }
    if let Some((reason, help)) = tls_failure(error, wanted) {
        return DatabaseError::Connect { target: target.to_owned(), reason, help: Some(help) };
    }
    let (reason, help) = match (error.as_db_error(), io_error(error)) {
        (Some(refusal), _) => (refusal.message().to_owned(), refusal_help(refusal)),
        (None, Some(cause)) => (cause.to_string(), Some(unreachable_help(cause))),
        (None, None) => driver_refusal(words(error)),
    };
    DatabaseError::Connect { target: target.to_owned(), reason, help: help.map(str::to_owned) }
}

/// Returns whether a session was refused for want of a password.
fn is_for_want_of_a_password(error: &Error) -> bool {
    let by_server = error.code() == Some(&SqlState::INVALID_PASSWORD);
    by_server || words(error).contains("password missing")
}

/// Returns whether the server, or what it has shown, is not content with TLS, or with none.
pub(super) fn is_about_encryption(error: &Error) -> bool {
    match error.as_db_error() {
        Some(refusal) => {
            *refusal.code() == SqlState::INVALID_AUTHORIZATION_SPECIFICATION
                && refusal.message().contains("pg_hba.conf")
        }
        None => rustls_error(error).is_some() || words(error).contains("TLS"),
    }
}

/// Returns why TLS did not come about, if that is what failed, and what to do.
fn tls_failure(error: &Error, wanted: &Settings) -> Option<(String, String)> {
    if words(error).contains("server does not support TLS") {
        let help = "use `sslmode=prefer` or `disable`, or switch `ssl` on in the server";
        return Some(("the server has no TLS, and `sslmode` demands it".to_owned(), help.into()));
    }
    if let Some(refusal) = error.as_db_error() {
        let without = refusal.message().contains("no encryption");
        return (without && wanted.tls.mode == TlsMode::Disable).then(|| {
            let help = "leave `sslmode=disable` out: the server takes encrypted connections only";
            (refusal.message().to_owned(), help.to_owned())
        });
    }
    let failed = rustls_error(error)?;
    let rustls::Error::InvalidCertificate(problem) = failed else {
        return Some((format!("TLS: {failed}"), "see the server's log".to_owned()));
    };
    Some(match problem {
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => (
            format!("the server's certificate is for another host: {problem}"),
            "name the server by the name in its certificate, or use `sslmode=verify-ca`".to_owned(),
        ),
        CertificateError::UnknownIssuer => (
            "the server's certificate is signed by nobody that is believed".to_owned(),
            "name the file of its authority by `sslrootcert`".to_owned(),
        ),
        other => (
            format!("the server's certificate is not believed: {other}"),
            "renew it, or name the file of its authority by `sslrootcert`".to_owned(),
        ),
    })
}

/// Finds the error of TLS below that of the driver.
fn rustls_error(error: &Error) -> Option<&rustls::Error> {
    let io: &io::Error = error.source()?.downcast_ref()?;
    io.get_ref()?.downcast_ref()
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
        let help = "write `user:password@host` in the URL, or use PGPASSWORD or a password file";
        return (reason, Some(help));
    }
    (words, None)
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
