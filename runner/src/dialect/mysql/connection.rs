//! Sessions opened with the driver of our own.

use std::path::Path;
use std::sync::mpsc;
use std::thread;

use mysql::{Conn, DriverError, Error};

use super::config::{self, Config};
use super::failure;
use super::session::MysqlSession;
use crate::config::SessionSettings;
use crate::dialect::{DatabaseError, DatabaseUrl};

/// Opens a session as the URL says.
pub(super) fn open(
    url: &DatabaseUrl,
    base: &Path,
    settings: &SessionSettings,
) -> Result<MysqlSession<'static>, DatabaseError> {
    let config = config::read(url, base)?;
    config::check_files(&config, url)?;
    let (target, patience) = (config.target.clone(), config.patience);
    let (sender, receiver) = mpsc::channel();
    // A server that keeps silent would be waited for without end. The receiver is gone when the attempt came
    // too late.
    thread::spawn(move || sender.send(connect(&config)).ok());
    let conn = match receiver.recv_timeout(patience) {
        Ok(connected) => connected.map_err(|error| failure::connecting(&target, &error))?,
        Err(_) => return Err(failure::silent(&target)),
    };
    let mut session = MysqlSession::own(Box::new(conn), target)?;
    session.set_timeouts(settings)?;
    Ok(session)
}

/// Connects; without TLS where it is only preferred and the server has none.
fn connect(config: &Config) -> Result<Conn, Error> {
    match (Conn::new(config.opts.clone()), &config.fallback) {
        (Err(Error::DriverError(DriverError::TlsNotSupported)), Some(plain)) => {
            Conn::new(plain.clone())
        }
        (connected, _) => connected,
    }
}
