//! Databases that are there only for a while.

use std::path::Path;

use super::guarded::Guarded;
use super::inspect::refusal;
use super::rows::Fields;
use crate::config::SessionSettings;
use crate::dialect::{DatabaseError, DatabaseUrl, Scratch, Session};

/// How the names of such databases begin.
pub(super) const PREFIX: &str = "runner_scratch_";

const UNIQUE: &str =
    "SELECT REPLACE(UUID(), '-', ''), @@character_set_database, @@collation_database";

/// The server's code for a database that the user may not create.
const DENIED: &str = "error 1044,";

/// Creates a database with the character set and collation of the session's. Returns its name.
pub(super) fn create(connection: &mut dyn Session) -> Result<String, DatabaseError> {
    let rows = connection.query(UNIQUE, &[])?.rows;
    let mut fields = Fields::new(rows.into_iter().next().unwrap_or_default());
    let name = format!("{PREFIX}{}", fields.text());
    let (charset, collation) = (fields.text(), fields.text());
    let sql = format!("CREATE DATABASE {name} CHARACTER SET {charset} COLLATE {collation}");
    connection.execute(&sql).map_err(with_help)?;
    Ok(name)
}

/// Says how the user comes by such a database.
fn with_help(error: DatabaseError) -> DatabaseError {
    let mut error = error;
    if let DatabaseError::Statement(refused) = &mut error
        && refused.code.as_ref().is_some_and(|code| code.starts_with(DENIED))
    {
        refused.help = Some(
            r"expressions are compared in a database that is there only for a while: `GRANT ALL ON `runner\_scratch\_%`.* TO` the user; for a schema file, `scratch_url` may also name another server"
                .to_owned(),
        );
    }
    error
}

/// Drops such databases.
pub(super) fn remove(connection: &mut dyn Session, names: &[String]) -> Result<(), DatabaseError> {
    for name in names {
        connection.execute(&format!("DROP DATABASE IF EXISTS {name}"))?;
    }
    Ok(())
}

/// Refuses an open transaction, which making a database would commit.
pub(super) fn refuse_transaction(connection: &mut dyn Session) -> Result<(), DatabaseError> {
    match connection.transaction_is_open()? {
        true => Err(refusal(
            "making a database would commit the transaction that is open".to_owned(),
            "compare before the transaction begins, or behind its end",
        )),
        false => Ok(()),
    }
}

/// Opens a session in a new database on a server.
pub(super) fn open(
    url: &DatabaseUrl,
    base: &Path,
    settings: &SessionSettings,
) -> Result<Scratch, DatabaseError> {
    let mut connection = url.dialect().open(url, base, settings)?;
    let name = create(connection.as_mut())?;
    let (url, base, settings) = (url.clone(), base.to_owned(), settings.clone());
    let names = [name.clone()];
    let open = move || url.dialect().open(&url, &base, &settings);
    let open_again = open.clone();
    let scratch = Scratch::new(Box::new(Guarded(connection)), move || {
        // The session is closed by now. What stays when the server cannot be reached is told by its name.
        if let Ok(mut connection) = open() {
            drop(remove(connection.as_mut(), &names));
        }
    });
    let own = name.clone();
    let mut scratch = scratch.reopened_by(move || {
        let mut connection = open_again()?;
        enter(connection.as_mut(), &own)?;
        Ok(Box::new(Guarded(connection)))
    });
    if let Some(connection) = scratch.connection() {
        enter(connection, &name)?;
    }
    Ok(scratch)
}

/// Makes the new database that of the session.
fn enter(connection: &mut dyn Session, name: &str) -> Result<(), DatabaseError> {
    connection.execute(&format!("USE {name}")).map(drop)
}
