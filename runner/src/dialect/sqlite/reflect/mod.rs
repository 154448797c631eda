//! Reading what a SQLite database holds.
//!
//! SQLite keeps each object's text as it was written, and that is what is read: `catalog` has the queries, `rows` turns
//! their rows into values (with `statements`, `types` and `values` for the parts of a text), this file asks and assembles.
//! `digest` finds out what wanted objects would be, `meaning` whether two texts mean the same.

mod catalog;
mod digest;
mod meaning;
mod rows;
mod statements;
mod types;
mod values;

use std::path::Path;

use migration_api::Cell;
use migration_api::abi::Arena;

use super::connection;
use crate::config::SessionSettings;
use crate::dialect::{
    ComparedText, DatabaseError, DatabaseUrl, Digest, Inspector, Scratch, Session, StatementError,
};
use crate::schema::Schema;
use rows::CatalogRow;

/// Reads SQLite's catalog.
///
/// Virtual tables are left out, with the tables that their modules keep: no operation creates them. So is what is
/// temporary.
pub(super) struct SqliteInspector;

impl Inspector for SqliteInspector {
    fn default_schema(&self, _connection: &mut dyn Session) -> Result<String, DatabaseError> {
        Ok("main".to_owned())
    }

    /// Returns the names of the attached databases.
    fn schemas(&self, connection: &mut dyn Session) -> Result<Vec<String>, DatabaseError> {
        let rows = connection.query(catalog::ATTACHED, &[])?.rows;
        Ok(rows.iter().filter_map(|row| row.first()).map(ToString::to_string).collect())
    }

    fn reflect<'a>(
        &self,
        connection: &mut dyn Session,
        schemas: &[&str],
        arena: &'a Arena,
    ) -> Result<Schema<'a>, DatabaseError> {
        let others: Vec<_> = schemas.iter().copied().filter(|name| *name != "main").collect();
        let all: Vec<_> = ["main"].into_iter().chain(others.iter().copied()).collect();
        let of_modules = connection.query(catalog::OF_MODULES, &[])?.rows;
        let found = connection.query(&catalog::objects(&all), &[])?.rows;
        let of_modules = of_modules.iter().filter_map(|row| named(row)).collect();
        let found: Vec<_> = found.iter().filter_map(|row| CatalogRow::read(row)).collect();
        let mut schema = rows::schema(&found, &of_modules, arena).map_err(unreadable)?;
        schema.schemas = others.iter().map(|name| arena.keep_text((*name).to_owned())).collect();
        schema.schemas.sort_unstable();
        Ok(schema)
    }

    fn digest<'a>(
        &self,
        _connection: &mut dyn Session,
        wanted: &Schema<'a>,
        arena: &'a Arena,
    ) -> Result<Digest<'a>, DatabaseError> {
        digest::digest(wanted, arena)
    }

    fn means_the_same(
        &self,
        connection: &mut dyn Session,
        text: &ComparedText<'_>,
        one: &str,
        other: &str,
    ) -> bool {
        match text {
            ComparedText::Expression(table) => meaning::same_expression(table, one, other),
            // There are no domains.
            ComparedText::Value(_) => false,
            ComparedText::Query => meaning::same_query(connection, one, other),
            ComparedText::Statement => meaning::same_statement(one, other),
        }
    }

    fn scratch(
        &self,
        _url: &DatabaseUrl,
        _base: &Path,
        _settings: &SessionSettings,
        _default_schema: Option<&str>,
    ) -> Result<Scratch, DatabaseError> {
        Ok(Scratch::new(Box::new(connection::in_memory()?), || {}))
    }

    fn scratch_in_memory(&self) -> Option<Result<Scratch, DatabaseError>> {
        Some(connection::in_memory().map(|session| Scratch::new(Box::new(session), || {})))
    }
}

/// Returns the two names of a row.
fn named(row: &[Cell]) -> Option<(&str, &str)> {
    match row {
        [Cell::Text(schema), Cell::Text(name)] => Some((schema, name)),
        _ => None,
    }
}

fn unreadable(rows::Unreadable(message): rows::Unreadable) -> DatabaseError {
    let help = "leave it out of the comparison, and report its text as an error of this program";
    DatabaseError::Statement(Box::new(StatementError {
        message,
        code: None,
        detail: None,
        position: None,
        help: Some(help.to_owned()),
    }))
}
