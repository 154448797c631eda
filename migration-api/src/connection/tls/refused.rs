//! Why no session could be opened, and what to do.

use std::error::Error as _;
use std::io;

use rustls::CertificateError;
use tokio_postgres::Error;
use tokio_postgres::error::{DbError, SqlState};

#[cfg(feature = "tokio-postgres")]
use super::UnusableCertificate;
use crate::connection::{Login, TlsMode};

/// Why no session of a PostgreSQL server could be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Why not.
    pub reason: String,
    /// What to do, where that is known.
    pub help: Option<String>,
}

impl Refused {
    /// Returns what the driver's error comes to.
    pub fn by(error: &Error, login: &Login) -> Self {
        if let Some(problem) = &login.password_file_problem
            && is_for_want_of_a_password(error)
        {
            let reason = "the server asks for a password, and none is given";
            return Self::new(reason, Some(problem));
        }
        if let Some(refused) = tls_failure(error, login.tls.mode) {
            return refused;
        }
        match (error.as_db_error(), io_error(error)) {
            (Some(refusal), _) => Self::new(refusal.message(), refusal_help(refusal)),
            (None, Some(cause)) => Self::new(&cause.to_string(), Some(unreachable_help(cause))),
            (None, None) => driver_refusal(&words(error)),
        }
    }

    /// Returns that the server took the connection and then kept silent.
    pub fn silent() -> Self {
        let help = "see whether a PostgreSQL server listens there, and is not overloaded";
        Self::new("the server does not answer", Some(help))
    }

    /// Returns that a file of certificates, or of a key, cannot be used.
    #[cfg(feature = "tokio-postgres")]
    pub(in crate::connection) fn without_certificate(error: &UnusableCertificate) -> Self {
        Self::new(&error.to_string(), Some(UnusableCertificate::HELP))
    }

    fn new(reason: &str, help: Option<&str>) -> Self {
        Self { reason: reason.to_owned(), help: help.map(str::to_owned) }
    }
}

/// Returns whether a session was refused for want of a password.
fn is_for_want_of_a_password(error: &Error) -> bool {
    let by_server = error.code() == Some(&SqlState::INVALID_PASSWORD);
    by_server || words(error).contains("password missing")
}

/// Returns whether the server, or what it has shown, is not content with TLS, or with none: then the next way may be tried.
pub fn is_about_encryption(error: &Error) -> bool {
    match error.as_db_error() {
        Some(refusal) => {
            *refusal.code() == SqlState::INVALID_AUTHORIZATION_SPECIFICATION
                && refusal.message().contains("pg_hba.conf")
        }
        None => rustls_error(error).is_some() || words(error).contains("TLS"),
    }
}

/// Returns why TLS did not come about, if that is what failed.
fn tls_failure(error: &Error, mode: TlsMode) -> Option<Refused> {
    if words(error).contains("server does not support TLS") {
        let help = "use `sslmode=prefer` or `disable`, or switch `ssl` on in the server";
        return Some(Refused::new("the server has no TLS, and `sslmode` demands it", Some(help)));
    }
    if let Some(refusal) = error.as_db_error() {
        let without = refusal.message().contains("no encryption") && mode == TlsMode::Disable;
        return without.then(|| {
            let help = "leave `sslmode=disable` out: the server takes encrypted connections only";
            Refused::new(refusal.message(), Some(help))
        });
    }
    let failed = rustls_error(error)?;
    let rustls::Error::InvalidCertificate(problem) = failed else {
        return Some(Refused::new(&format!("TLS: {failed}"), Some("see the server's log")));
    };
    let (reason, help) = match problem {
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => (
            format!("the server's certificate is for another host: {problem}"),
            "name the server by the name in its certificate, or use `sslmode=verify-ca`",
        ),
        CertificateError::UnknownIssuer => (
            "the server's certificate is signed by nobody that is believed".to_owned(),
            "name the file of its authority by `sslrootcert`",
        ),
        other => (
            format!("the server's certificate is not believed: {other}"),
            "renew it, or name the file of its authority by `sslrootcert`",
        ),
    };
    Some(Refused { reason, help: Some(help.to_owned()) })
}

/// Finds the error of TLS below that of the driver.
fn rustls_error(error: &Error) -> Option<&rustls::Error> {
    let io: &io::Error = error.source()?.downcast_ref()?;
    io.get_ref()?.downcast_ref()
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
fn driver_refusal(words: &str) -> Refused {
    if words.contains("password missing") {
        let reason = "the server asks for a password, and the URL has none";
        let help = "write `user:password@host` in the URL, or use PGPASSWORD or a password file";
        return Refused::new(reason, Some(help));
    }
    Refused::new(words, None)
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
