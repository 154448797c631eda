//! The driver's errors to ours.

use std::error::Error as _;
use std::io;

use migration_api::ConnectionError;
use migration_api::connection::ErrorKind;
use mysql::{DriverError, Error};

use crate::dialect::{DatabaseError, Dialect, StatementError, TextPosition};

/// There is no such table.
pub(super) const NO_SUCH_TABLE: u16 = 1146;
/// A deadlock, for which the server undid the whole transaction.
pub(super) const DEADLOCK: u16 = 1213;

/// There is no such prepared transaction.
pub(super) const NO_SUCH_XA: u16 = 1397;

/// The server has ended the session: shutdown, kill, idle for too long.
///
/// <https://dev.mysql.com/doc/mysql-errors/8.4/en/server-error-reference.html>,
/// <https://mariadb.com/kb/en/mariadb-error-code-reference/>
const ENDED: [u16; 5] = [1053, 1927, 3169, 4031, 1152];

/// Returns why no session could be opened.
pub(super) fn connecting(target: &str, error: &Error) -> DatabaseError {
    let (reason, help) = match error {
        Error::MySqlError(refusal) => (refusal.message.clone(), refusal_help(refusal.code)),
        Error::DriverError(DriverError::CouldNotConnect(Some((_, reason, kind)))) => {
            (reason.clone(), Some(unreachable_help(*kind)))
        }
        Error::DriverError(DriverError::ConnectTimeout) => (
            "the server does not answer".to_owned(),
            Some(unreachable_help(io::ErrorKind::TimedOut)),
        ),
        Error::DriverError(DriverError::TlsNotSupported) => (
            "the server does not encrypt connections".to_owned(),
            Some("set up TLS on the server, or write `?ssl_mode=PREFERRED`"),
        ),
        Error::DriverError(DriverError::UnknownAuthPlugin(_)) => (
            words(error),
            Some("give the user another way to log in: `ALTER USER … IDENTIFIED VIA …`"),
        ),
        Error::TlsError(_) => (format!("TLS: {}", words(error)), Some(TLS_HELP)),
        Error::IoError(_) | Error::CodecError(_) if is_about_tls(&words(error)) => {
            (format!("TLS: {}", words(error)), Some(TLS_HELP))
        }
        Error::IoError(_)
        | Error::CodecError(_)
        | Error::DriverError(_)
        | Error::UrlError(_)
        | Error::FromValueError(_)
        | Error::FromRowError(_) => {
            (words(error), Some("see whether a MySQL or MariaDB server listens there"))
        }
    };
    DatabaseError::Connect { target: target.to_owned(), reason, help: help.map(str::to_owned) }
}

/// Returns that the server took the connection and then kept silent.
pub(super) fn silent(target: &str) -> DatabaseError {
    DatabaseError::Connect {
        target: target.to_owned(),
        reason: "the server does not answer".to_owned(),
        help: Some(
            "see whether a MySQL or MariaDB server listens there, and is not overloaded".into(),
        ),
    }
}

/// Returns why the server did not carry out a statement.
pub(super) fn running(target: &str, error: ConnectionError) -> DatabaseError {
    match error.kind {
        ErrorKind::Lost => DatabaseError::Lost { target: target.to_owned(), reason: error.message },
        ErrorKind::Unreadable { column } => {
            DatabaseError::Unreadable { column, reason: error.message }
        }
        ErrorKind::Statement if code(&error).is_some() => refused(target, error),
        // It was not sent, and the session goes on.
        ErrorKind::Statement if error.message.contains("max_allowed_packet") => too_large(),
        ErrorKind::Statement => plain(error.message),
    }
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

/// Returns the refusal of a statement that is longer than the server takes.
pub(super) fn too_large() -> DatabaseError {
    DatabaseError::Statement(Box::new(StatementError {
        message:
            "the statement, or one of its values, is longer than the server's `max_allowed_packet`"
                .to_owned(),
        code: None,
        detail: None,
        position: None,
        help: Some(PACKET_HELP.to_owned()),
    }))
}

/// Returns the refusal of a statement that would end the run's transaction.
pub(super) fn ending(word: &str) -> DatabaseError {
    DatabaseError::Statement(Box::new(StatementError {
        message: format!("`{word}` would end the transaction in which the run works"),
        code: None,
        detail: None,
        position: None,
        help: Some(
            "leave COMMIT and ROLLBACK out of a revision: the runner begins and ends transactions"
                .into(),
        ),
    }))
}

/// Returns the refusal of a schema change in a transaction that is to be prepared.
pub(super) fn schema_change_in_two_phases(dialect: &dyn Dialect) -> DatabaseError {
    DatabaseError::Statement(Box::new(StatementError {
        message: format!(
            "{} commits at each schema change, so that a commit in two phases takes changes of rows only",
            dialect.title()
        ),
        code: None,
        detail: None,
        position: None,
        help: Some(
            "put the schema change into a revision of its own, and run that without `two_phase_commit`"
                .into(),
        ),
    }))
}

/// Returns the server's number of an error.
pub(super) fn code(error: &ConnectionError) -> Option<u16> {
    error.code.as_deref()?.split(',').next()?.parse().ok()
}

fn refused(target: &str, error: ConnectionError) -> DatabaseError {
    let number = code(&error).unwrap_or_default();
    if ENDED.contains(&number) {
        return DatabaseError::Lost { target: target.to_owned(), reason: error.message };
    }
    if is_read_only(number, &error.message) {
        let help = "connect to the primary server, with a user that may write".to_owned();
        return DatabaseError::ReadOnly { target: target.to_owned(), help };
    }
    DatabaseError::Statement(Box::new(StatementError {
        message: error.message.trim_end_matches('.').to_owned(),
        help: statement_help(number, &error.message).map(str::to_owned),
        code: error.code.map(|code| format!("error {code}")),
        detail: None,
        // A syntax error tells its line itself, and no character.
        position: None::<TextPosition>,
    }))
}

fn is_read_only(code: u16, message: &str) -> bool {
    let message = message.replace('_', "-");
    matches!(code, 1792 | 1836) || code == 1290 && message.contains("read-only")
}

const TLS_HELP: &str = "correct `ssl_ca`, `ssl_cert` and `ssl_key` of the URL, or write `?ssl_mode=DISABLED` where the network is safe";

fn is_about_tls(words: &str) -> bool {
    let words = words.to_ascii_lowercase();
    ["certificate", "tls", "handshake"].iter().any(|word| words.contains(word))
}

/// Returns the driver's words without the names of its own types around them.
fn words(error: &Error) -> String {
    match error {
        Error::IoError(cause) => cause.to_string(),
        Error::CodecError(cause) => {
            cause.source().map_or_else(|| cause.to_string(), ToString::to_string)
        }
        Error::DriverError(cause) => cause.to_string(),
        Error::TlsError(cause) => cause.to_string(),
        Error::UrlError(cause) => cause.to_string(),
        Error::MySqlError(cause) => cause.message.clone(),
        Error::FromValueError(_) | Error::FromRowError(_) => error.to_string(),
    }
}

fn unreachable_help(kind: io::ErrorKind) -> &'static str {
    match kind {
        io::ErrorKind::ConnectionRefused | io::ErrorKind::NotFound => {
            "start the server, or correct the host and port of the URL"
        }
        io::ErrorKind::TimedOut => {
            "nothing answered: check host, port and firewall, or raise `?connect_timeout=` \
             (seconds) in the URL"
        }
        _ => "check the host and port of the URL, or its `?unix_socket=`",
    }
}

fn refusal_help(code: u16) -> Option<&'static str> {
    match code {
        1045 | 1698 => Some("correct the user and password of the URL"),
        1049 => Some("create the database (`CREATE DATABASE …`), or correct its name in the URL"),
        1044 => Some("grant the user rights on this database, or connect as another"),
        1040 | 1203 | 1226 => {
            Some("close other connections, or raise `max_connections` on the server")
        }
        1129 => Some("the server blocks this machine after failures: `FLUSH HOSTS` on the server"),
        1130 => Some("give the user of the URL this machine: `CREATE USER …@…`"),
        1251 | 1275 => Some("give the user a newer way to log in: `ALTER USER …`"),
        1820 | 1862 => Some("the password has expired: set a new one with `ALTER USER …`"),
        _ => None,
    }
}

fn statement_help(code: u16, message: &str) -> Option<&'static str> {
    let foreign_key = message.contains("Foreign key") || message.contains("errno: 150");
    match code {
        1205 => Some(
            "another session uses the rows or the table: run it again later, or raise `innodb_lock_wait_timeout`",
        ),
        DEADLOCK => Some("another session used the same rows in another order: run it again"),
        1044 | 1142 | 1143 | 1227 | 1370 => {
            Some("grant this right to the user of the URL, or connect as another")
        }
        1419 => Some(
            "set `log_bin_trust_function_creators = 1` on the server, or connect as a user with SUPER",
        ),
        1118 => Some(
            "make columns TEXT or BLOB, or shorter: a row has 65,535 bytes at most, and a page less",
        ),
        1071 => Some("index fewer or shorter columns, or only the first characters of one"),
        1170 => Some("a key over TEXT or BLOB needs a length: index the first characters only"),
        1067 => Some("the server's `sql_mode` refuses this default"),
        1215 | 1822 | 3780 => Some(FOREIGN_KEY_HELP),
        1005 | 1025 if foreign_key => Some(FOREIGN_KEY_HELP),
        1153 => Some(PACKET_HELP),
        1046 => Some("name the database in the URL: `mysql://user:password@host/database`"),
        1295 => Some("run it without parameters"),
        _ => None,
    }
}

const PACKET_HELP: &str = "raise `max_allowed_packet` on the server, or insert fewer rows at once";

const FOREIGN_KEY_HELP: &str = "both columns need the same type, and the one referred to a key of its own: `SHOW ENGINE INNODB STATUS` tells more";
