//! MySQL and MariaDB.

mod client_script;
mod config;
mod connection;
mod ddl;
mod existing;
mod failure;
mod idempotent;
mod implicit_commit;
mod keywords;
mod literals;
mod lock;
mod other_database;
mod reflect;
mod remarks;
mod session;
mod session_state;
mod types;

use std::path::Path;

use migration_api::Value;
use migration_api::ops::{
    AlterColumn, CreateTable, DropConstraint, DropIndex, Operation, RenameTable, SetTableOption,
};
use migration_api::schema::{Column, ColumnType, Index, IndexPart, TableName, TableOption};

use super::{
    ClientScript, DatabaseError, DatabaseUrl, Dialect, Driver, Idempotent, ImplicitCommit,
    Inspector, OnlineError, OnlineSettings, Rendered, Session, SessionState,
};
use crate::config::SessionSettings;
use crate::sql::{
    self, IndexSyntax, Key, Limit, NameLimit, RenderError, Statement, Syntax, TableSyntax,
    is_plain_identifier,
};
use implicit_commit::Effect;

/// The dialect of MySQL, or of MariaDB.
pub(super) struct Mysql {
    /// Whether it is MariaDB's.
    pub(super) mariadb: bool,
}

impl Dialect for Mysql {
    fn name(&self) -> &'static str {
        if self.mariadb { "mariadb" } else { "mysql" }
    }

    fn title(&self) -> &'static str {
        if self.mariadb { "MariaDB" } else { "MySQL" }
    }

    fn schemes(&self) -> &'static [&'static str] {
        if self.mariadb { &["mariadb"] } else { &["mysql"] }
    }

    fn open(
        &self,
        url: &DatabaseUrl,
        base: &Path,
        settings: &SessionSettings,
    ) -> Result<Box<dyn Session>, DatabaseError> {
        if settings.search_path.is_some() {
            let (database, setting) = (self.title(), "search_path");
            return Err(DatabaseError::NoSuchSetting { database, setting });
        }
        Ok(Box::new(connection::open(url, base, settings)?))
    }

    fn session<'c>(&self, connection: Driver<'c>) -> Result<Box<dyn Session + 'c>, DatabaseError> {
        Ok(Box::new(session::MysqlSession::handed_over(connection)?))
    }

    fn transactional_ddl(&self) -> bool {
        false
    }

    fn implicit_commit(&self, sql: &str) -> ImplicitCommit {
        match implicit_commit::effect(sql) {
            Effect::Within | Effect::Ends(_) => ImplicitCommit::None,
            Effect::Commits => ImplicitCommit::Around,
            Effect::MayCommit => ImplicitCommit::Within,
        }
    }

    fn session_state(&self, sql: &str) -> SessionState {
        session_state::state(sql)
    }

    fn parameter_limit(&self) -> usize {
        u16::MAX.into()
    }

    fn syntax(&self) -> Syntax {
        Syntax {
            nested_comments: false,
            escape_strings: false,
            // Unless `sql_mode` says otherwise, which few do.
            backslashes: true,
            hash_comments: true,
            dollar_quotes: false,
            identifier_quotes: &[('`', '`')],
        }
    }

    fn numbers_placeholders(&self) -> bool {
        false
    }

    fn placeholder(&self, _number: usize) -> String {
        "?".to_owned()
    }

    fn is_reserved(&self, word: &str) -> bool {
        keywords::RESERVED.binary_search(&word).is_ok()
    }

    fn idempotent(&self) -> Option<&dyn Idempotent> {
        Some(self)
    }

    fn restates_columns(&self) -> bool {
        true
    }

    /// <https://mariadb.com/docs/server/reference/sql-structure/sequences/create-sequence>
    fn usual_cache(&self) -> i64 {
        1000
    }

    fn keys_hold_columns(&self) -> bool {
        true
    }

    fn has_checks_of_columns(&self) -> bool {
        self.mariadb
    }

    fn keys_leave_indexes(&self) -> bool {
        true
    }

    fn has_replace_routine(&self) -> bool {
        self.mariadb
    }

    fn reset_table_option(&self, table: TableName<'_>, option: TableOption<'_>) -> Option<String> {
        let action = match option {
            TableOption::RowFormat(_) => "ROW_FORMAT=DEFAULT",
            TableOption::PartitionBy(_) => "REMOVE PARTITIONING",
            TableOption::Other(_, text) => return ddl::reset_option(self, table, text),
            _ => return None,
        };
        Some(format!("ALTER TABLE {} {action}", self.table(table)))
    }

    fn client_script(&self) -> &'static dyn ClientScript {
        &client_script::MysqlScript
    }

    fn inspector(&self) -> &'static dyn Inspector {
        &reflect::MysqlInspector
    }

    fn limits(&self) -> &'static [Limit] {
        if self.mariadb { ddl::MARIADB_LIMITS } else { ddl::MYSQL_LIMITS }
    }

    // https://dev.mysql.com/doc/refman/8.4/en/identifier-length.html
    fn identifier_limit(&self) -> Option<NameLimit> {
        Some(NameLimit::Characters(64))
    }

    fn needs_existing_column(&self) -> bool {
        true
    }

    fn as_dialect(&self) -> &dyn Dialect {
        self
    }

    fn column_type(&self, ty: ColumnType<'_>) -> Result<String, RenderError> {
        types::column_type(self, ty)
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

    fn split<'a>(&self, operation: &Operation<'a>) -> Vec<Operation<'a>> {
        match operation {
            Operation::Batch(batch) => {
                batch.operations.iter().map(|it| sql::within(it, batch)).collect()
            }
            other => vec![*other],
        }
    }

    fn render_online<'a>(
        &self,
        operation: &Operation<'a>,
        connection: &mut dyn Session,
        _settings: &OnlineSettings<'_>,
    ) -> Result<Rendered<'a>, OnlineError> {
        match operation {
            Operation::AlterColumn(change) => self.change_online(change, connection),
            other => Ok(sql::render(self, other)?.into()),
        }
    }

    fn check(&self, operation: &Operation<'_>) -> Result<(), RenderError> {
        remarks::check(self, operation)?;
        ddl::check(self, operation, self.mariadb)
    }

    fn default_expression(&self, expression: &str) -> String {
        ddl::default_expression(expression)
    }

    fn default_for(&self, ty: &str, default: String) -> String {
        ddl::default_for(ty, default)
    }

    fn takes_not_null(&self, column: &Column<'_>) -> bool {
        !self.mariadb || column.computed.is_none()
    }

    fn column_tail(&self, column: &Column<'_>, key: Key) -> Result<String, RenderError> {
        Ok(ddl::column_tail(column, key))
    }

    // Both servers read a `REFERENCES` behind a column; MySQL then forgets it.
    // https://dev.mysql.com/doc/refman/8.4/en/create-table-foreign-keys.html
    fn has_inline_references(&self) -> bool {
        false
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

    fn renamed_table(&self, op: &RenameTable<'_>) -> String {
        ddl::renamed_table(self, op)
    }

    fn set_table_comment(
        &self,
        table: TableName<'_>,
        comment: Option<&str>,
    ) -> Result<Option<Statement<'static>>, RenderError> {
        ddl::table_comment(self, table, comment).map(Some)
    }

    fn is_in_table(&self, table: &CreateTable<'_>, index: &Index<'_>) -> bool {
        ddl::numbers_need(table, index)
    }

    fn index_syntax(&self, index: &Index<'_>) -> IndexSyntax {
        ddl::index_syntax(index)
    }

    fn index_part(&self, part: &IndexPart<'_>) -> String {
        ddl::index_part(self, part)
    }

    fn has_index_if_not_exists(&self) -> bool {
        self.mariadb
    }

    fn drop_index(&self, op: &DropIndex<'_>) -> String {
        ddl::drop_index(self, op)
    }

    fn dropped_constraint(&self, op: &DropConstraint<'_>) -> String {
        ddl::dropped_constraint(self, op, self.mariadb)
    }

    fn view_options(&self, options: &[(&str, &str)]) -> [String; 3] {
        let word = |name, before: &str, behind: &str| {
            let value = options.iter().find(|(known, _)| *known == name).map(|(_, value)| value);
            value.map(|it| format!("{before}{}{behind}", it.to_uppercase())).unwrap_or_default()
        };
        // In this order alone.
        let kind = word("algorithm", "ALGORITHM = ", " ") + &word("security", "SQL SECURITY ", " ");
        [kind, String::new(), word("check_option", " WITH ", " CHECK OPTION")]
    }

    fn sequence_option(&self, standard: String) -> String {
        if standard == "NO CYCLE" { "NOCYCLE".to_owned() } else { standard }
    }

    fn routine_script(&self, sql: &str) -> String {
        ddl::routine_script(sql)
    }

    fn quote(&self, identifier: &str) -> String {
        if is_plain_identifier(identifier) && !self.is_reserved(identifier) {
            return identifier.to_owned();
        }
        format!("`{}`", identifier.replace('`', "``"))
    }
}

impl Mysql {
    /// Renders a change to a column whose other properties are read from the database.
    fn change_online<'a>(
        &self,
        change: &AlterColumn<'_>,
        connection: &mut dyn Session,
    ) -> Result<Rendered<'a>, OnlineError> {
        sql::refuse_limits(self, &Operation::AlterColumn(*change))?;
        sql::refuse_nothing(change)?;
        if let Some(statement) = ddl::small_change(self, change)? {
            return Ok(vec![statement].into());
        }
        let show = format!("SHOW CREATE TABLE {}", self.table(change.table));
        let rows = connection.query(&show, &[])?.rows;
        let text = rows.first().and_then(|row| row.get(1)).map(ToString::to_string);
        match text.and_then(|text| existing::ColumnText::find(&text, change.column)) {
            Some(column) => Ok(vec![ddl::modify(self, change, column)?].into()),
            // The server says in its own words that there is no such column.
            None => Ok(ddl::alter_column(self, change)?.into()),
        }
    }
}
