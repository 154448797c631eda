//! What differs between databases: one folder each, behind [`Dialect`] and [`Connection`].

mod connection;
mod error;
mod postgres;
mod sqlite;
mod url;

use std::path::Path;

use migration_api::Value;
use migration_api::ops::{AlterColumn, Operation};
use migration_api::schema::{ColumnType, TableName};

use crate::sql::{RenderError, Statement, Syntax, is_plain_identifier};
pub use connection::{Connection, Lock};
pub use error::{DatabaseError, ForeignKeyViolation, StatementError, TextPosition};
pub use url::{DatabaseUrl, UrlError, redact};

/// The databases, in the order in which messages list them. A new one is a folder and a line here.
static DIALECTS: [&dyn Dialect; 2] = [&postgres::Postgres, &sqlite::Sqlite];

/// One kind of database: how its SQL is written, what it can do, how a session is opened.
pub trait Dialect: Send + Sync {
    /// Returns its name as SQLAlchemy has it: `postgresql`.
    fn name(&self) -> &'static str;

    /// Returns its name for people: `PostgreSQL`.
    fn title(&self) -> &'static str;

    /// Returns the schemes of its URLs, without a driver; the first is the usual one.
    fn schemes(&self) -> &'static [&'static str];

    /// Opens a session. Relative paths in the URL are against `base`.
    fn open(&self, url: &DatabaseUrl, base: &Path) -> Result<Box<dyn Connection>, DatabaseError>;

    /// Returns whether a schema change is undone by a rollback.
    fn transactional_ddl(&self) -> bool;

    /// Returns how many parameters a statement can have.
    fn parameter_limit(&self) -> usize;

    /// Returns what is quoted or a comment in this database's SQL, besides the standard.
    fn syntax(&self) -> Syntax;

    /// Returns the mark of the parameter `number`, from 1: `$1`.
    fn placeholder(&self, number: usize) -> String;

    /// Returns whether `word`, in lower case, is no identifier unless quoted.
    fn is_reserved(&self, word: &str) -> bool;

    /// Returns a type in this database's words.
    fn column_type(&self, ty: ColumnType<'_>) -> String;

    /// Returns a value as it is written in SQL text.
    fn literal(&self, value: Value<'_>) -> Result<String, RenderError>;

    /// Returns the statements of a change to a column.
    fn alter_column(
        &self,
        change: &AlterColumn<'_>,
    ) -> Result<Vec<Statement<'static>>, RenderError>;

    /// Refuses an operation that this database cannot carry out, before it is rendered.
    fn check(&self, _operation: &Operation<'_>) -> Result<(), RenderError> {
        Ok(())
    }

    /// Returns the type of a lone integer primary key whose values the database gives out.
    fn numbered_key_type(&self, ty: ColumnType<'_>) -> String {
        self.column_type(ty)
    }

    /// Returns an author's SQL expression as it stands behind `DEFAULT`.
    fn default_expression(&self, expression: &str) -> String {
        expression.to_owned()
    }

    /// Returns an identifier, quoted only where it must be, as SQLAlchemy does.
    fn quote(&self, identifier: &str) -> String {
        if is_plain_identifier(identifier) && !self.is_reserved(identifier) {
            return identifier.to_owned();
        }
        format!("\"{}\"", identifier.replace('"', "\"\""))
    }

    /// Returns a table's name with its schema.
    fn table(&self, table: TableName<'_>) -> String {
        match table.schema {
            Some(schema) => format!("{}.{}", self.quote(schema), self.quote(table.name)),
            None => self.quote(table.name),
        }
    }

    /// Returns a table's name as it stands behind `REFERENCES`.
    fn referred_table(&self, table: TableName<'_>) -> String {
        self.table(table)
    }

    /// Returns a new index's name and its table: `name ON schema.table`.
    fn index_on_table(&self, index: &str, table: TableName<'_>) -> String {
        format!("{} ON {}", self.quote(index), self.table(table))
    }
}

/// Returns the dialect with this name of SQLAlchemy's.
pub fn by_name(name: &str) -> Option<&'static dyn Dialect> {
    all().find(|dialect| dialect.name() == name)
}

/// Returns every dialect.
pub fn all() -> impl Iterator<Item = &'static dyn Dialect> {
    DIALECTS.iter().copied()
}

/// Returns the dialect of the database that `url` names, without opening it.
pub fn dialect_of(url: &DatabaseUrl) -> &'static dyn Dialect {
    url.dialect()
}

/// Opens a session of the database that `url` names. Relative paths are against `base`.
pub fn open(url: &DatabaseUrl, base: &Path) -> Result<Box<dyn Connection>, DatabaseError> {
    url.dialect().open(url, base)
}
