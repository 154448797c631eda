//! Reading what a PostgreSQL database holds.
//!
//! `catalog` has the queries; `rows`, `types`, `expressions` and the files of the objects turn their rows into values; `inspect` asks
//! and assembles. `digest` has the server make of wanted objects what it makes of them, by the statements of `creation` in the `order` in which they need each other, under schemas whose names
//! `names` puts in and takes out again; `meaning` has it say
//! whether two texts come to the same; `scratch` makes a whole database for a while.
//!
//! Of a partition, and of a table that inherits, only what is its own is read: a column, constraint, index or trigger that it has from
//! its table comes again when the table is made again. Constraints stand in the order of their kinds (primary key, unique constraints,
//! checks, foreign keys, exclusions) and names, indexes in that of their names: a table that is made in one statement would not keep any
//! other order. Not read, as there is no noun for it: defaults that a partition has of its own. An invalid index is one of its table's, and is told besides.

mod catalog;
mod columns;
mod constraints;
mod creation;
mod digest;
mod expressions;
mod foreign_keys;
mod indexes;
mod inspect;
mod meaning;
mod names;
mod objects;
mod order;
mod renaming;
mod rows;
mod scratch;
mod sequences;
mod tables;
mod types;

use std::path::Path;

use migration_api::abi::Arena;

use crate::config::SessionSettings;
use crate::dialect::{
    ComparedText, DatabaseError, DatabaseUrl, Digest, Inspector, Scratch, Session,
};
use crate::schema::Schema;

/// Reads PostgreSQL's catalog.
pub(super) struct PostgresInspector;

impl Inspector for PostgresInspector {
    fn default_schema(&self, connection: &mut dyn Session) -> Result<String, DatabaseError> {
        Ok(inspect::session(connection)?.default_schema)
    }

    fn schemas(&self, connection: &mut dyn Session) -> Result<Vec<String>, DatabaseError> {
        let rows = connection.query(catalog::SCHEMAS, &[])?.rows;
        Ok(rows.iter().filter_map(|row| row.first()).map(ToString::to_string).collect())
    }

    fn reflect<'a>(
        &self,
        connection: &mut dyn Session,
        schemas: &[&str],
        arena: &'a Arena,
    ) -> Result<Schema<'a>, DatabaseError> {
        inspect::reflect(connection, schemas, &inspect::Referring::new(), arena)
    }

    fn digest<'a>(
        &self,
        connection: &mut dyn Session,
        wanted: &Schema<'a>,
        arena: &'a Arena,
    ) -> Result<Digest<'a>, DatabaseError> {
        digest::digest(connection, wanted, arena)
    }

    fn means_the_same(
        &self,
        connection: &mut dyn Session,
        text: &ComparedText<'_>,
        one: &str,
        other: &str,
    ) -> bool {
        meaning::means_the_same(connection, text, one, other)
    }

    fn scratch(
        &self,
        url: &DatabaseUrl,
        base: &Path,
        settings: &SessionSettings,
        default_schema: Option<&str>,
    ) -> Result<Scratch, DatabaseError> {
        scratch::scratch(url, base, settings, default_schema)
    }
}
