//! A database that is there for a while.

use std::path::{Path, PathBuf};

use postgres::error::SqlState;
use uuid::Uuid;

use migration_api::Cell;

use crate::config::SessionSettings;
use crate::dialect::postgres::Postgres;
use crate::dialect::postgres::connection;
use crate::dialect::postgres::session::PostgresSession;
use crate::dialect::{DatabaseError, DatabaseUrl, Dialect, Scratch, Session};
use crate::sql::quoted_text;

/// Makes a new database on the server that `url` names, and opens it in the same way.
pub(super) fn scratch(
    url: &DatabaseUrl,
    base: &Path,
    settings: &SessionSettings,
    default_schema: Option<&str>,
) -> Result<Scratch, DatabaseError> {
    let name = format!("runner_scratch_{}", Uuid::new_v4().simple());
    let mut server = connection::open(url, base, &SessionSettings::default())?;
    create(&mut server, &name)?;
    drop(server);
    let remove = removal(url.clone(), base.to_owned(), name.clone());
    let open = opening(url.clone(), base.to_owned(), settings.clone(), name, default_schema);
    match open() {
        Ok(connection) => Ok(Scratch::new(connection, remove).reopened_by(open)),
        Err(error) => {
            remove();
            Err(error)
        }
    }
}

/// Returns what opens a session of the new database with the default schema that is wanted.
fn opening(
    url: DatabaseUrl,
    base: PathBuf,
    settings: SessionSettings,
    name: String,
    default_schema: Option<&str>,
) -> impl Fn() -> Result<Box<dyn Session>, DatabaseError> + 'static {
    // A new database has none of the schemas that a search path of the settings begins with.
    let first = settings.search_path.as_ref().and_then(|path| path.split(',').next());
    let first = first.map(|name| name.trim().trim_matches('"')).filter(|name| *name != "$user");
    let default_schema = default_schema.or(first).map(str::to_owned);
    move || {
        let mut connection = connection::open_database(&url, Some(&name), &base, &settings)?;
        if let Some(schema) = &default_schema {
            enter(&mut connection, schema)?;
        }
        Ok(Box::new(connection))
    }
}

/// Has names without a schema be those of this one, which a new database need not have. The rest of the search path stays.
fn enter(connection: &mut PostgresSession<'_>, schema: &str) -> Result<(), DatabaseError> {
    let rows = connection.query("SELECT current_schema()::text", &[])?.rows;
    if matches!(rows.first().and_then(|row| row.first()), Some(Cell::Text(name)) if name == schema)
    {
        return Ok(());
    }
    let quoted = Postgres.quote(schema);
    connection.execute(&format!(
        "CREATE SCHEMA IF NOT EXISTS {quoted}; SELECT set_config('search_path', \
         concat_ws(', ', {}, nullif(current_setting('search_path'), '')), false)",
        quoted_text(&quoted)
    ))?;
    Ok(())
}

fn create(server: &mut PostgresSession<'_>, name: &str) -> Result<(), DatabaseError> {
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
        let server = connection::open(&url, &base, &SessionSettings::default());
        let Ok(mut server) = server else { return };
        // Versions before 13 do not know `FORCE`.
        if server.execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).is_err() {
            server.execute(&format!("DROP DATABASE IF EXISTS {name}")).ok();
        }
    }
}
