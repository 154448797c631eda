//! PostgreSQL.

mod config;
mod connection;
mod ddl;
mod failure;
mod keywords;
mod literals;
mod lock;
mod numeric;
mod parameters;
mod rows;
mod types;

use std::path::Path;

use migration_api::Value;
use migration_api::ops::AlterColumn;
use migration_api::schema::ColumnType;

use super::{Connection, DatabaseError, DatabaseUrl, Dialect};
use crate::sql::{RenderError, Statement, Syntax};

/// The dialect of PostgreSQL.
pub(super) struct Postgres;

impl Dialect for Postgres {
    fn name(&self) -> &'static str {
        "postgresql"
    }

    fn title(&self) -> &'static str {
        "PostgreSQL"
    }

    fn schemes(&self) -> &'static [&'static str] {
        &["postgresql", "postgres"]
    }

    fn open(&self, url: &DatabaseUrl, _base: &Path) -> Result<Box<dyn Connection>, DatabaseError> {
        Ok(Box::new(connection::PostgresConnection::open(url)?))
    }

    fn transactional_ddl(&self) -> bool {
        true
    }

    fn parameter_limit(&self) -> usize {
        u16::MAX.into()
    }

    // https://www.postgresql.org/docs/current/sql-syntax-lexical.html
    fn syntax(&self) -> Syntax {
        Syntax {
            nested_comments: true,
            escape_strings: true,
            dollar_quotes: true,
            identifier_quotes: &[],
        }
    }

    fn placeholder(&self, number: usize) -> String {
        format!("${number}")
    }

    fn is_reserved(&self, word: &str) -> bool {
        keywords::RESERVED.binary_search(&word).is_ok()
    }

    fn column_type(&self, ty: ColumnType<'_>) -> String {
        types::column_type(ty)
    }

    fn numbered_key_type(&self, ty: ColumnType<'_>) -> String {
        types::numbered_key_type(ty)
    }

    fn literal(&self, value: Value<'_>) -> Result<String, RenderError> {
        literals::literal(self, value)
    }

    fn alter_column(
        &self,
        change: &AlterColumn<'_>,
    ) -> Result<Vec<Statement<'static>>, RenderError> {
        ddl::alter_column(self, change)
    }
}
