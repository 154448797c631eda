//! PostgreSQL.

mod client_script;
mod config;
mod connection;
mod copy;
mod ddl;
mod failure;
mod idempotent;
mod keywords;
mod literals;
mod lock;
mod objects;
mod passfile;
mod reflect;
mod session;
mod types;

use std::path::Path;

use migration_api::Value;
use migration_api::connection::Login;
use migration_api::ops::{
    AddEnumValue, AlterColumn, CreateDomain, CreateEnum, CreateExtension, CreateTable, DropIndex,
    Operation, RenameEnumValue, SetTableOption,
};
use migration_api::schema::{Column, ColumnType, Index, IndexPart, TableName, TableOption};

use super::{
    ClientScript, DatabaseError, DatabaseUrl, Dialect, Driver, Idempotent, Inspector, OnlineError,
    OnlineSettings, Rendered, Session,
};
use crate::config::{SessionSettings, postgres_environment};
use crate::sql::{
    self, IndexSyntax, Limit, NameLimit, RenderError, Statement, Syntax, TableSyntax,
};

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

    fn open(
        &self,
        url: &DatabaseUrl,
        base: &Path,
        settings: &SessionSettings,
    ) -> Result<Box<dyn Session>, DatabaseError> {
        Ok(Box::new(connection::open(url, base, settings)?))
    }

    fn session<'c>(&self, connection: Driver<'c>) -> Result<Box<dyn Session + 'c>, DatabaseError> {
        Ok(Box::new(session::PostgresSession::handed_over(connection)?))
    }

    fn login(
        &self,
        url: &DatabaseUrl,
        base: &Path,
        settings: &SessionSettings,
    ) -> Result<Login, DatabaseError> {
        let wanted = config::read(url, &postgres_environment(), base)?;
        Ok(Login { set_up: connection::set_up(settings), ..wanted.login() })
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
            backslashes: false,
            hash_comments: false,
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

    fn render_online<'a>(
        &self,
        operation: &Operation<'a>,
        connection: &mut dyn Session,
        _settings: &OnlineSettings<'_>,
    ) -> Result<Rendered<'a>, OnlineError> {
        let statements = sql::render(self, operation)?;
        let notes = match operation {
            Operation::DropTable(op) => objects::left_by(self, op, connection)?,
            _ => Vec::new(),
        };
        Ok(Rendered { notes, ..Rendered::from(statements) })
    }

    fn idempotent(&self) -> Option<&dyn Idempotent> {
        Some(self)
    }

    fn client_script(&self) -> &'static dyn ClientScript {
        &client_script::PostgresScript
    }

    fn inspector(&self) -> &'static dyn Inspector {
        &reflect::PostgresInspector
    }

    fn limits(&self) -> &'static [Limit] {
        ddl::LIMITS
    }

    // https://www.postgresql.org/docs/current/limits.html
    fn identifier_limit(&self) -> Option<NameLimit> {
        Some(NameLimit::Bytes(63))
    }

    /// The table's name gives way until all fits into an identifier.
    fn is_usual_key_name(&self, table: TableName<'_>, name: &str) -> bool {
        let longest = 63 - "_pkey".len();
        let mut end = table.name.len().min(longest);
        while !table.name.is_char_boundary(end) {
            end -= 1;
        }
        name.strip_suffix("_pkey") == Some(&table.name[..end])
    }

    fn as_dialect(&self) -> &dyn Dialect {
        self
    }

    fn column_type(&self, ty: ColumnType<'_>) -> Result<String, RenderError> {
        types::column_type(self, ty)
    }

    fn numbered_key_type(&self, ty: ColumnType<'_>) -> Result<String, RenderError> {
        types::numbered_key_type(self, ty)
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

    // Stored is what all supported versions know.
    fn computed_default(&self) -> &'static str {
        " STORED"
    }

    fn before_columns(
        &self,
        columns: &[Column<'_>],
    ) -> Result<Vec<Statement<'static>>, RenderError> {
        objects::enums_of_columns(self, columns)
    }

    fn table_syntax(&self, table: &CreateTable<'_>) -> Result<TableSyntax, RenderError> {
        ddl::table_syntax(self, table)
    }

    fn set_table_option(
        &self,
        op: &SetTableOption<'_>,
    ) -> Result<Option<Statement<'static>>, RenderError> {
        Ok(ddl::set_table_option(self, op))
    }

    fn set_table_comment(
        &self,
        table: TableName<'_>,
        comment: Option<&str>,
    ) -> Result<Option<Statement<'static>>, RenderError> {
        ddl::table_comment(self, table, comment).map(Some)
    }

    fn comment_on_table(
        &self,
        table: TableName<'_>,
        comment: Option<&str>,
    ) -> Result<Option<Statement<'static>>, RenderError> {
        comment.map(|text| ddl::table_comment(self, table, Some(text))).transpose()
    }

    fn comment_on_column(
        &self,
        table: TableName<'_>,
        column: &str,
        comment: Option<&str>,
    ) -> Result<Option<Statement<'static>>, RenderError> {
        comment.map(|text| ddl::column_comment(self, table, column, Some(text))).transpose()
    }

    fn comment_on_index(
        &self,
        table: TableName<'_>,
        index: &str,
        comment: Option<&str>,
    ) -> Result<Option<Statement<'static>>, RenderError> {
        comment.map(|text| ddl::index_comment(self, table, index, text)).transpose()
    }

    fn index_syntax(&self, index: &Index<'_>) -> IndexSyntax {
        let using = index.using.map(|method| format!(" USING {}", self.quote(method)));
        IndexSyntax { using: using.unwrap_or_default(), is_tunable: true, ..IndexSyntax::PLAIN }
    }

    fn index_part(&self, part: &IndexPart<'_>) -> String {
        sql::index_part(self, part, true)
    }

    fn drop_index(&self, op: &DropIndex<'_>) -> String {
        let concurrently = if op.concurrently { "CONCURRENTLY " } else { "" };
        sql::drop_index_by_name(self, op, concurrently)
    }

    fn has_not_valid(&self) -> bool {
        true
    }

    fn has_inheritance(&self) -> bool {
        true
    }

    fn view_options(&self, options: &[(&str, &str)]) -> [String; 3] {
        let options: Vec<_> =
            options.iter().map(|(name, value)| format!("{name} = {value}")).collect();
        let with = match options.as_slice() {
            [] => String::new(),
            options => format!(" WITH ({})", options.join(", ")),
        };
        [String::new(), with, String::new()]
    }

    fn has_types(&self) -> bool {
        true
    }

    fn default_collation(&self) -> Option<&'static str> {
        Some("default")
    }

    fn views_hold_columns(&self) -> bool {
        true
    }

    fn has_replace_routine(&self) -> bool {
        true
    }

    fn rename_constraint(&self, table: TableName<'_>, from: &str, to: &str) -> Option<String> {
        let (table, from, to) = (self.table(table), self.quote(from), self.quote(to));
        Some(format!("ALTER TABLE {table} RENAME CONSTRAINT {from} TO {to}"))
    }

    fn reset_table_option(&self, table: TableName<'_>, option: TableOption<'_>) -> Option<String> {
        ddl::reset_table_option(self, table, option)
    }

    fn create_enum(&self, op: &CreateEnum<'_>) -> Result<Vec<Statement<'static>>, RenderError> {
        objects::create_enum(self, op)
    }

    fn add_enum_value(
        &self,
        op: &AddEnumValue<'_>,
    ) -> Result<Vec<Statement<'static>>, RenderError> {
        objects::add_enum_value(self, op)
    }

    fn rename_enum_value(
        &self,
        op: &RenameEnumValue<'_>,
    ) -> Result<Vec<Statement<'static>>, RenderError> {
        objects::rename_enum_value(self, op)
    }

    fn create_domain(&self, op: &CreateDomain<'_>) -> Result<Vec<Statement<'static>>, RenderError> {
        objects::create_domain(self, op)
    }

    fn create_extension(
        &self,
        op: &CreateExtension<'_>,
    ) -> Result<Vec<Statement<'static>>, RenderError> {
        objects::create_extension(self, op)
    }

    fn dropped_trigger(&self, name: TableName<'_>, table: TableName<'_>) -> String {
        format!("{} ON {}", self.quote(name.name), self.table(table))
    }
}
