//! A database that is there for a while.

use std::path::{Path, PathBuf};

use postgres::error::SqlState;
use uuid::Uuid;

use crate::config::SessionSettings;
use crate::dialect::postgres::connection::PostgresConnection;
use crate::dialect::{Connection, DatabaseError, DatabaseUrl, Scratch};

/// Makes a new database on the server that `url` names, and opens it in the same way.
pub(super) fn scratch(
    url: &DatabaseUrl,
    base: &Path,
    settings: &SessionSettings,
) -> Result<Scratch, DatabaseError> {
    let name = format!("runner_scratch_{}", Uuid::new_v4().simple());
    let mut server = PostgresConnection::open(url, base, &SessionSettings::default())?;
    create(&mut server, &name)?;
    drop(server);
    let remove = removal(url.clone(), base.to_owned(), name.clone());
    match PostgresConnection::open_database(url, Some(&name), base, settings) {
        Ok(connection) => Ok(Scratch::new(Box::new(connection), remove)),
        Err(error) => {
            remove();
            Err(error)
        }
    }
}

fn create(server: &mut PostgresConnection, name: &str) -> Result<(), DatabaseError> {
    let created = match server.execute(&format!("CREATE DATABASE {name}")) {
        // Somebody is connected to the usual template.
        Err(error) if has_code(&error, &SqlState::OBJECT_IN_USE) => {
            server.execute(&format!("CREATE DATABASE {name} TEMPLATE template0"))
        }
        created => created,
    };
    created.map(drop).map_err(with_help)
}

fn has_code(error: &DatabaseError, code: &SqlState) -> bool {
    match error {
        DatabaseError::Statement(failed) => {
            failed.code.as_deref().is_some_and(|it| it.ends_with(code.code()))
        }
        _ => false,
    }
}

fn with_help(error: DatabaseError) -> DatabaseError {
    or_privilege(
        error,
        "let the role create databases (`ALTER ROLE … CREATEDB`), or set `scratch_url` to a server on which it may",
    )
}

/// Says how the user comes by a privilege, where it was missing.
pub(super) fn or_privilege(error: DatabaseError, help: &str) -> DatabaseError {
    if !has_code(&error, &SqlState::INSUFFICIENT_PRIVILEGE) {
        return error;
    }
    match error {
        DatabaseError::Statement(mut failed) => {
            failed.help = Some(help.to_owned());
            DatabaseError::Statement(failed)
        }
        other => other,
    }
}

/// Returns what drops the database. Nobody is there to be told of a failure, and what stays does no harm.
fn removal(url: DatabaseUrl, base: PathBuf, name: String) -> impl FnOnce() {
    move || {
        let server = PostgresConnection::open(&url, &base, &SessionSettings::default());
        let Ok(mut server) = server else { return };
        // Versions before 13 do not know `FORCE`.
        if server.execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).is_err() {
            server.execute(&format!("DROP DATABASE IF EXISTS {name}")).ok();
        }
    }
}
