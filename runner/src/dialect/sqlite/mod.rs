//! SQLite.

mod batch;
mod client_script;
mod connection;
mod ddl;
mod defaults;
mod failure;
mod foreign_keys;
mod keywords;
mod literals;
mod location;
mod rebuild;
mod reflect;
mod session;
#[cfg(test)]
mod session_tests;
mod types;

use std::path::Path;

use migration_api::Value;
use migration_api::connection::Login;
use migration_api::ops::{AlterColumn, Batch, CreateTable, Operation, SetTableOption};
use migration_api::schema::{Column, ColumnType, TableName};

use super::{
    ClientScript, DatabaseError, DatabaseUrl, Dialect, Driver, Inspector, OnlineError,
    OnlineSettings, Rendered, Session,
};
use crate::config::SessionSettings;
use crate::sql::{Limit, NameLimit, RenderError, Statement, Syntax, TableSyntax};

/// The dialect of SQLite.
pub(super) struct Sqlite;

impl Dialect for Sqlite {
    fn name(&self) -> &'static str {
        "sqlite"
    }

    fn title(&self) -> &'static str {
        "SQLite"
    }

    fn schemes(&self) -> &'static [&'static str] {
        &["sqlite"]
    }

    fn login(
        &self,
        url: &DatabaseUrl,
        base: &Path,
        _settings: &SessionSettings,
    ) -> Result<Login, DatabaseError> {
        let location = location::read(url, base);
        let file = location.file.as_ref().map(|file| file.to_string_lossy().into_owned());
        Ok(Login {
            dialect: self.name().to_owned(),
            target: failure::target(&location),
            options: file.map(|file| ("file".to_owned(), file)).into_iter().collect(),
            ..Login::default()
        })
    }

    fn open(
        &self,
        url: &DatabaseUrl,
        base: &Path,
        settings: &SessionSettings,
    ) -> Result<Box<dyn Session>, DatabaseError> {
        opened(location::read(url, base), settings)
    }

    fn open_existing(
        &self,
        url: &DatabaseUrl,
        base: &Path,
        settings: &SessionSettings,
    ) -> Result<Box<dyn Session>, DatabaseError> {
        opened(location::read(url, base).existing(), settings)
    }

    fn session<'c>(&self, connection: Driver<'c>) -> Result<Box<dyn Session + 'c>, DatabaseError> {
        Ok(Box::new(session::SqliteSession::handed_over(connection)?))
    }

    fn transactional_ddl(&self) -> bool {
        true
    }

    // https://sqlite.org/limits.html#max_variable_number
    fn parameter_limit(&self) -> usize {
        32_766
    }

    fn syntax(&self) -> Syntax {
        Syntax {
            nested_comments: false,
            escape_strings: false,
            backslashes: false,
            hash_comments: false,
            dollar_quotes: false,
            identifier_quotes: &[('`', '`'), ('[', ']')],
        }
    }

    fn placeholder(&self, number: usize) -> String {
        format!("?{number}")
    }

    fn is_reserved(&self, word: &str) -> bool {
        keywords::RESERVED.binary_search(&word).is_ok()
    }

    fn default_collation(&self) -> Option<&'static str> {
        Some("BINARY")
    }

    fn client_script(&self) -> &'static dyn ClientScript {
        &client_script::SqliteScript
    }

    fn inspector(&self) -> &'static dyn Inspector {
        &reflect::SqliteInspector
    }

    fn limits(&self) -> &'static [Limit] {
        ddl::LIMITS
    }

    fn identifier_limit(&self) -> Option<NameLimit> {
        None
    }

    fn as_dialect(&self) -> &dyn Dialect {
        self
    }

    fn column_type(&self, ty: ColumnType<'_>) -> Result<String, RenderError> {
        types::column_type(self, ty)
    }

    // Only a key of exactly this type stands for the row id, and numbers itself.
    // https://sqlite.org/lang_createtable.html#rowid
    fn numbered_key_type(&self, _ty: ColumnType<'_>) -> Result<String, RenderError> {
        Ok("INTEGER".into())
    }

    fn literal(&self, value: Value<'_>) -> Result<String, RenderError> {
        literals::literal(self, value)
    }

    fn default_expression(&self, expression: &str) -> String {
        defaults::expression(expression)
    }

    fn alter_column(
        &self,
        change: &AlterColumn<'_>,
    ) -> Result<Vec<Statement<'static>>, RenderError> {
        Ok(ddl::alter_column(self, change))
    }

    fn split<'a>(&self, operation: &Operation<'a>) -> Vec<Operation<'a>> {
        batch::split(operation)
    }

    fn render_online<'a>(
        &self,
        operation: &Operation<'a>,
        connection: &mut dyn Session,
        settings: &OnlineSettings<'_>,
    ) -> Result<Rendered<'a>, OnlineError> {
        batch::render_online(operation, connection, settings)
    }

    fn batch<'a>(
        &self,
        batch: &Batch<'a>,
        settings: &OnlineSettings<'_>,
    ) -> Result<Vec<Statement<'a>>, RenderError> {
        batch::render_offline(batch, settings)
    }

    fn set_table_option(
        &self,
        op: &SetTableOption<'_>,
    ) -> Result<Option<Statement<'static>>, RenderError> {
        ddl::set_table_option(self, op).map(|()| None)
    }

    fn check(&self, operation: &Operation<'_>) -> Result<(), RenderError> {
        ddl::check(self, operation)
    }

    fn column_of_table<'a>(&self, table: &CreateTable<'a>, column: &Column<'a>) -> Column<'a> {
        ddl::column_of_table(table, column)
    }

    fn inline_key(&self, column: &Column<'_>) -> Option<&'static str> {
        ddl::inline_key(column)
    }

    fn table_syntax(&self, table: &CreateTable<'_>) -> Result<TableSyntax, RenderError> {
        Ok(ddl::table_syntax(self, table))
    }

    fn has_comments(&self) -> bool {
        false
    }

    fn has_replace_view(&self) -> bool {
        false
    }

    // A foreign key stays within its database, whose name has no place in it.
    fn referred_table(&self, table: TableName<'_>) -> String {
        self.quote(table.name)
    }

    // https://sqlite.org/lang_createindex.html
    fn index_on_table(&self, index: &str, table: TableName<'_>) -> String {
        let index = self.table(TableName { schema: table.schema, name: index });
        format!("{index} ON {}", self.quote(table.name))
    }
}

/// Opens a session, unless it is to have settings that SQLite does not have.
fn opened(
    location: location::Location,
    settings: &SessionSettings,
) -> Result<Box<dyn Session>, DatabaseError> {
    let others = [
        ("search_path", settings.search_path.is_some()),
        ("statement_timeout", settings.statement_timeout.is_some()),
    ];
    if let Some((setting, _)) = others.into_iter().find(|(_, is_set)| *is_set) {
        return Err(DatabaseError::NoSuchSetting { database: Sqlite.title(), setting });
    }
    let patience = settings.database_lock_timeout;
    Ok(Box::new(connection::open(location, patience)?))
}
