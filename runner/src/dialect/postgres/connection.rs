//! Sessions opened with the driver of our own.

use std::path::Path;
use std::sync::mpsc;
use std::thread;

use migration_api::connection::tls::{self, Refused, UnusableCertificate};
use postgres::config::SslMode;
use postgres::{Client, Config, Error, NoTls};
use rustls::ClientConfig;
use tokio_postgres_rustls::MakeRustlsConnect;

use super::config::Settings;
use super::session::PostgresSession;
use super::{Postgres, config, failure};
use crate::config::{SessionSettings, postgres_environment};
use crate::dialect::{DatabaseError, DatabaseUrl, Dialect, Session as _};

/// Opens a session as the URL says.
pub(super) fn open(
    url: &DatabaseUrl,
    base: &Path,
    settings: &SessionSettings,
) -> Result<PostgresSession<'static>, DatabaseError> {
    open_database(url, None, base, settings)
}

/// Opens a session as the URL says, of the database of this name instead of the URL's, if one is given.
pub(super) fn open_database(
    url: &DatabaseUrl,
    database: Option<&str>,
    base: &Path,
    settings: &SessionSettings,
) -> Result<PostgresSession<'static>, DatabaseError> {
    let mut wanted = config::read(url, &postgres_environment(), base)?;
    if let Some(name) = database {
        wanted.driver.dbname(name);
    }
    let target = config::target(&wanted.driver);
    let client = connect(&wanted, &target)?;
    let mut session = PostgresSession::own(Box::new(client), target);
    let set = set_up(settings);
    if !set.is_empty() {
        session.execute(&set)?;
    }
    Ok(session)
}

/// Opens a session by the ways that the mode of TLS has, one after the other: libpq goes on from a refusal only.
fn connect(wanted: &Settings, target: &str) -> Result<Client, DatabaseError> {
    let mut failed = None;
    for mode in wanted.tls.mode.ways() {
        let mut driver = wanted.driver.clone();
        driver.ssl_mode(*mode);
        let tls = match mode {
            SslMode::Disable => None,
            _ => Some(tls::client_config(&wanted.tls).map_err(unusable)?),
        };
        let error = match attempt(driver, tls) {
            Some(Ok(client)) => return Ok(client),
            Some(Err(error)) => error,
            None => return Err(failure::connecting(target, Refused::silent())),
        };
        let go_on = tls::is_about_encryption(&error);
        failed.get_or_insert(error);
        if !go_on {
            break;
        }
    }
    let refused = failed.map_or_else(Refused::silent, |error| Refused::by(&error, &wanted.login()));
    Err(failure::connecting(target, refused))
}

fn unusable(error: UnusableCertificate) -> DatabaseError {
    DatabaseError::Certificate { file: error.file.into(), reason: error.reason }
}

/// Connects, or gives up on a server that takes the connection and then keeps silent, which the
/// driver would wait for without end. The thread ends with its attempt, or with the program.
fn attempt(config: Config, tls: Option<ClientConfig>) -> Option<Result<Client, Error>> {
    let (sender, receiver) = mpsc::channel();
    let limit = tls::patience(config.get_hosts().len(), config.get_connect_timeout());
    // The receiver is gone when the attempt came too late.
    thread::spawn(move || {
        let connected = match tls {
            Some(tls) => config.connect(MakeRustlsConnect::new(tls)),
            None => config.connect(NoTls),
        };
        sender.send(connected).ok()
    });
    receiver.recv_timeout(limit).ok()
}

/// Returns the statements that make these settings in a session.
pub(super) fn set_up(settings: &SessionSettings) -> String {
    let mut sql = String::new();
    if let Some(path) = &settings.search_path {
        let schemas = path.split(',').map(|name| Postgres.quote(name.trim().trim_matches('"')));
        sql.extend([format!("SET search_path TO {};", schemas.collect::<Vec<_>>().join(", "))]);
    }
    let timeouts = [
        ("statement_timeout", settings.statement_timeout),
        ("lock_timeout", settings.database_lock_timeout),
    ];
    for (name, time) in timeouts {
        sql.extend(time.map(|time| format!("SET {name} TO {};", time.as_millis())));
    }
    sql
}
