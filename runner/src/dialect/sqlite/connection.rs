//! Sessions opened with the driver of our own.

use std::time::Duration;

use rusqlite::OpenFlags;

use super::failure;
use super::location::Location;
use super::session::SqliteSession;
use crate::dialect::DatabaseError;

/// How long a statement waits for other connections. A commit waits for those that still read.
const PATIENCE: Duration = Duration::from_secs(10);

/// Opens a session of a database.
pub(super) fn open(
    location: Location,
    patience: Option<Duration>,
) -> Result<SqliteSession<'static>, DatabaseError> {
    let patience = patience.unwrap_or(PATIENCE);
    let opened = match &location.file {
        Some(file) => rusqlite::Connection::open_with_flags(file, location.flags),
        None => rusqlite::Connection::open_in_memory(),
    };
    let prepared = opened.and_then(|connection| {
        connection.busy_timeout(patience)?;
        connection.execute_batch("PRAGMA foreign_keys=ON")?;
        // The first look at the file, which may be no database.
        connection.query_row("PRAGMA schema_version", [], |_| Ok(()))?;
        Ok(connection)
    });
    match prepared {
        Ok(connection) => Ok(SqliteSession::own(Box::new(connection), location, patience)),
        Err(error) => Err(failure::opening(&location, error.into())),
    }
}

/// Opens a new and empty database in memory.
pub(super) fn in_memory() -> Result<SqliteSession<'static>, DatabaseError> {
    open(Location { file: None, flags: OpenFlags::default() }, None)
}
