//! Reading what a MySQL or MariaDB database holds.
//!
//! `catalog` has the queries; `columns`, `defaults`, `indexes`, `objects`, `partitions`, `rows`, `tables` and `types` turn their rows into
//! values; `inspect` asks and assembles; `digest` has the server make of wanted objects what it makes of them, in a `scratch` database.

mod catalog;
mod columns;
mod defaults;
mod digest;
mod guarded;
mod indexes;
mod inspect;
mod objects;
mod partitions;
mod rows;
mod scratch;
mod statement;
mod tables;
mod types;

use std::path::Path;

use migration_api::abi::Arena;

use crate::config::SessionSettings;
use crate::dialect::{DatabaseError, DatabaseUrl, Digest, Inspector, Scratch, Session};
use crate::schema::Schema;
use rows::{Databases, Fields};

/// Reads MySQL or MariaDB's catalog.
pub(super) struct MysqlInspector;

impl Inspector for MysqlInspector {
    fn default_schema(&self, connection: &mut dyn Session) -> Result<String, DatabaseError> {
        Ok(inspect::session(connection)?.database)
    }

    fn schemas(&self, connection: &mut dyn Session) -> Result<Vec<String>, DatabaseError> {
        let rows = connection.query(catalog::SCHEMAS, &[])?.rows;
        Ok(rows.into_iter().map(|row| Fields::new(row).text()).collect())
    }

    fn owns_schemas(&self) -> bool {
        false
    }

    fn reflect<'a>(
        &self,
        connection: &mut dyn Session,
        schemas: &[&str],
        arena: &'a Arena,
    ) -> Result<Schema<'a>, DatabaseError> {
        let session = inspect::session(connection)?;
        let others = schemas.iter().filter(|name| **name != session.database).map(|name| {
            let name = (*name).to_owned();
            (name.clone(), arena.keep_text(name))
        });
        let databases = Databases { default: session.database.clone(), others: others.collect() };
        inspect::reflect(connection, &session, &databases, arena)
    }

    fn digest<'a>(
        &self,
        connection: &mut dyn Session,
        wanted: &Schema<'a>,
        arena: &'a Arena,
    ) -> Result<Digest<'a>, DatabaseError> {
        digest::digest(connection, wanted, arena)
    }

    fn scratch(
        &self,
        url: &DatabaseUrl,
        base: &Path,
        settings: &SessionSettings,
        _default_schema: Option<&str>,
    ) -> Result<Scratch, DatabaseError> {
        scratch::open(url, base, settings)
    }
}
