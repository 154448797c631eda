//! Reading what a PostgreSQL database holds.
//!
//! `catalog` has the queries, `rows` turns their rows into values, this file asks and assembles.

use std::path::Path;

use migration_api::abi::Arena;

use crate::config::SessionSettings;
use crate::dialect::{Connection, DatabaseError, DatabaseUrl, Digest, Inspector, Scratch};
use crate::schema::Schema;

/// Reads PostgreSQL's catalog.
pub(super) struct PostgresInspector;

impl Inspector for PostgresInspector {
    fn default_schema(&self, _connection: &mut dyn Connection) -> Result<String, DatabaseError> {
        todo!()
    }

    fn schemas(&self, _connection: &mut dyn Connection) -> Result<Vec<String>, DatabaseError> {
        todo!()
    }

    fn reflect<'a>(
        &self,
        _connection: &mut dyn Connection,
        _schemas: &[&str],
        _arena: &'a Arena,
    ) -> Result<Schema<'a>, DatabaseError> {
        todo!()
    }

    fn digest<'a>(
        &self,
        _connection: &mut dyn Connection,
        _wanted: &Schema<'a>,
        _arena: &'a Arena,
    ) -> Result<Digest<'a>, DatabaseError> {
        todo!()
    }

    fn scratch(
        &self,
        _url: &DatabaseUrl,
        _base: &Path,
        _settings: &SessionSettings,
    ) -> Result<Scratch, DatabaseError> {
        todo!()
    }
}
