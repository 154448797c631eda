//! What differs between databases: one folder each, behind [`Dialect`] and [`Session`].

mod calendar;
mod client_script;
mod domain;
mod error;
mod idempotent;
mod inspector;
mod left_out;
#[cfg(feature = "mysql")]
mod mysql;
#[cfg(feature = "postgres")]
mod postgres;
mod session;
#[cfg(feature = "sqlite")]
mod sqlite;
mod two_phase;
mod url;

use std::path::Path;

use migration_api::Value;
use migration_api::connection::Login;
use migration_api::ops::{
    AddEnumValue, AlterColumn, Batch, CreateDomain, CreateEnum, CreateExtension, CreateTable,
    DropConstraint, DropIndex, Operation, RenameEnumValue, RenameTable, SetTableOption,
};
use migration_api::schema::{
    Column, ColumnType, Index, IndexPart, NamingConvention, TableName, TableOption,
};

use crate::config::SessionSettings;
use crate::sql::{
    self, IndexSyntax, Key, Limit, NameLimit, RenderError, Statement, Syntax, TableSyntax,
    is_plain_identifier,
};
pub use client_script::{
    ClientScript, Command, ForClient, Piece, PieceKind, Reading, Refusal, ScriptStatement,
    statements,
};
pub(crate) use domain::chosen_check_name;
pub use error::{DatabaseError, ForeignKeyViolation, StatementError, TextPosition};
pub use idempotent::{Idempotent, IdempotentHistory};
pub use inspector::{ComparedText, Digest, Inspector, Scratch};
pub use left_out::missing_feature;
pub use session::{Driver, Lock, Session};
pub use two_phase::TwoPhase;
pub use url::{DatabaseUrl, UrlError, redact};

/// The databases, in the order in which messages list them. A new one is a folder and a line here.
static DIALECTS: &[&dyn Dialect] = &[
    #[cfg(feature = "postgres")]
    &postgres::Postgres,
    #[cfg(feature = "sqlite")]
    &sqlite::Sqlite,
    #[cfg(feature = "mysql")]
    &mysql::Mysql { mariadb: false },
    #[cfg(feature = "mysql")]
    &mysql::Mysql { mariadb: true },
];

/// One kind of database: how its SQL is written, what it can do, how a session is opened.
pub trait Dialect: Send + Sync {
    /// Returns its name as SQLAlchemy has it: `postgresql`.
    fn name(&self) -> &'static str;

    /// Returns its name for people: `PostgreSQL`.
    fn title(&self) -> &'static str;

    /// Returns the schemes of its URLs, without a driver; the first is the usual one.
    fn schemes(&self) -> &'static [&'static str];

    /// Opens a session. Relative paths in the URL are against `base`.
    fn open(
        &self,
        url: &DatabaseUrl,
        base: &Path,
        settings: &SessionSettings,
    ) -> Result<Box<dyn Session>, DatabaseError>;

    /// Returns what a driver in the environment needs to open a session, read from a URL and from what stands around it.
    ///
    /// # Errors
    /// When the URL is wrong, or there is no such way to this kind of database.
    fn login(
        &self,
        url: &DatabaseUrl,
        _base: &Path,
        _settings: &SessionSettings,
    ) -> Result<Login, DatabaseError> {
        let reason = format!(
            "for a driver in env.rs, the URL of {} is the driver's own to read",
            self.title()
        );
        Err(url.malformed(reason).into())
    }

    /// Opens a session of a database that is only read: none is made where there is none, as it would be taken for an empty one.
    fn open_existing(
        &self,
        url: &DatabaseUrl,
        base: &Path,
        settings: &SessionSettings,
    ) -> Result<Box<dyn Session>, DatabaseError> {
        self.open(url, base, settings)
    }

    /// Returns the session of a connection that somebody else has opened; see [`session_of`].
    fn session<'c>(&self, connection: Driver<'c>) -> Result<Box<dyn Session + 'c>, DatabaseError>;

    /// Returns whether a schema change is undone by a rollback.
    fn transactional_ddl(&self) -> bool;

    /// Returns whether the server commits by itself for the sake of this statement.
    fn implicit_commit(&self, _sql: &str) -> ImplicitCommit {
        ImplicitCommit::None
    }

    /// Returns what this text of an author's leaves in the session, and only there.
    fn session_state(&self, _sql: &str) -> SessionState {
        SessionState::None
    }

    /// Returns how many parameters a statement can have.
    fn parameter_limit(&self) -> usize;

    /// Returns what is quoted or a comment in this database's SQL, besides the standard.
    fn syntax(&self) -> Syntax;

    /// Returns the mark of the parameter `number`, from 1: `$1`.
    fn placeholder(&self, number: usize) -> String;

    /// Returns whether a placeholder says which parameter it stands for, so that one can be used twice.
    fn numbers_placeholders(&self) -> bool {
        true
    }

    /// Returns whether `word`, in lower case, is no identifier unless quoted.
    fn is_reserved(&self, word: &str) -> bool;

    /// Returns how a script is written that serves any starting point, if it can be.
    fn idempotent(&self) -> Option<&dyn Idempotent> {
        None
    }

    /// Returns how scripts of the database's own client are read.
    fn client_script(&self) -> &'static dyn ClientScript;

    /// Returns what reads the database's objects.
    fn inspector(&self) -> &'static dyn Inspector;

    /// Returns what this database cannot do, and what to do instead.
    fn limits(&self) -> &'static [Limit];

    /// Returns how long an identifier may be; `None` where there is no limit.
    fn identifier_limit(&self) -> Option<NameLimit>;

    /// Returns a type in this database's words.
    fn column_type(&self, ty: ColumnType<'_>) -> Result<String, RenderError>;

    /// Returns a value as it is written in SQL text.
    fn literal(&self, value: Value<'_>) -> Result<String, RenderError>;

    /// Returns the statements of a change to a column.
    fn alter_column(
        &self,
        change: &AlterColumn<'_>,
    ) -> Result<Vec<Statement<'static>>, RenderError>;

    /// Returns the operations that carry this one out one after the other, each rendered once the one before is done.
    fn split<'a>(&self, operation: &Operation<'a>) -> Vec<Operation<'a>> {
        vec![*operation]
    }

    /// Returns the statements of an operation on a database that can be asked for what the operation
    /// does not say: a column as it is, the text of a table.
    fn render_online<'a>(
        &self,
        operation: &Operation<'a>,
        _connection: &mut dyn Session,
        _settings: &OnlineSettings<'_>,
    ) -> Result<Rendered<'a>, OnlineError> {
        Ok(sql::render(self.as_dialect(), operation)?.into())
    }

    /// Returns this dialect as a trait object.
    fn as_dialect(&self) -> &dyn Dialect;

    /// Refuses an operation that this database cannot carry out, beyond its [limits](Self::limits).
    fn check(&self, _operation: &Operation<'_>) -> Result<(), RenderError> {
        Ok(())
    }

    /// Returns the type of a lone integer primary key whose values the database gives out.
    fn numbered_key_type(&self, ty: ColumnType<'_>) -> Result<String, RenderError> {
        self.column_type(ty)
    }

    /// Returns an author's SQL expression as it stands behind `DEFAULT`.
    fn default_expression(&self, expression: &str) -> String {
        expression.to_owned()
    }

    /// Returns a default as it has to be for a column of this type.
    fn default_for(&self, _ty: &str, default: String) -> String {
        default
    }

    /// Returns a column as it has to be in this table: its type, say, where the table's options limit it.
    fn column_of_table<'a>(&self, _table: &CreateTable<'a>, column: &Column<'a>) -> Column<'a> {
        *column
    }

    /// Returns what stands behind a computed column's expression when it says nothing.
    fn computed_default(&self) -> &'static str {
        ""
    }

    /// Returns whether this column may say `NOT NULL`.
    fn takes_not_null(&self, _column: &Column<'_>) -> bool {
        true
    }

    /// Returns what stands at the end of a column's definition.
    fn column_tail(&self, _column: &Column<'_>, _key: Key) -> Result<String, RenderError> {
        Ok(String::new())
    }

    /// Returns whether the server itself gives this name to the primary key of a table that names none.
    fn is_usual_key_name(&self, _table: TableName<'_>, _name: &str) -> bool {
        false
    }

    /// Returns whether a change of a column has to say what the column is before, for a script.
    fn needs_existing_column(&self) -> bool {
        false
    }

    /// Returns the primary key as it has to stand behind this column, if it has to.
    fn inline_key(&self, _column: &Column<'_>) -> Option<&'static str> {
        None
    }

    /// Returns whether a new column may have its constraints behind it.
    fn has_inline_references(&self) -> bool {
        true
    }

    /// Returns what creates the types that these columns need.
    fn before_columns(
        &self,
        _columns: &[Column<'_>],
    ) -> Result<Vec<Statement<'static>>, RenderError> {
        Ok(Vec::new())
    }

    /// Returns what a table has beyond columns and constraints.
    fn table_syntax(&self, _table: &CreateTable<'_>) -> Result<TableSyntax, RenderError> {
        Ok(TableSyntax::default())
    }

    /// Returns what sets an option of a table; `None` where the database has no such option.
    fn set_table_option(
        &self,
        _op: &SetTableOption<'_>,
    ) -> Result<Option<Statement<'static>>, RenderError> {
        Ok(None)
    }

    /// Returns a table's new name as it stands behind `RENAME TO`.
    fn renamed_table(&self, op: &RenameTable<'_>) -> String {
        self.quote(op.new_name)
    }

    /// Returns whether the database keeps remarks.
    fn has_comments(&self) -> bool {
        true
    }

    /// Returns what sets or drops the remark on a table, if it has one.
    fn set_table_comment(
        &self,
        _table: TableName<'_>,
        _comment: Option<&str>,
    ) -> Result<Option<Statement<'static>>, RenderError> {
        Ok(None)
    }

    /// Returns what sets the remark of a new table, where that is a statement of its own.
    fn comment_on_table(
        &self,
        _table: TableName<'_>,
        _comment: Option<&str>,
    ) -> Result<Option<Statement<'static>>, RenderError> {
        Ok(None)
    }

    /// Returns what sets the remark of a new column, where that is a statement of its own.
    fn comment_on_column(
        &self,
        _table: TableName<'_>,
        _column: &str,
        _comment: Option<&str>,
    ) -> Result<Option<Statement<'static>>, RenderError> {
        Ok(None)
    }

    /// Returns what sets the remark of a new index, where that is a statement of its own.
    fn comment_on_index(
        &self,
        _table: TableName<'_>,
        _index: &str,
        _comment: Option<&str>,
    ) -> Result<Option<Statement<'static>>, RenderError> {
        Ok(None)
    }

    /// Returns what an index has beyond its name and what it is over.
    fn index_syntax(&self, _index: &Index<'_>) -> IndexSyntax {
        IndexSyntax::PLAIN
    }

    /// Returns a part of an index.
    fn index_part(&self, part: &IndexPart<'_>) -> String {
        sql::index_part(self.as_dialect(), part, false)
    }

    /// Returns whether `CREATE INDEX` takes `IF NOT EXISTS`.
    fn has_index_if_not_exists(&self) -> bool {
        true
    }

    /// Returns whether an index has to be made with its new table, and not behind it.
    fn is_in_table(&self, _table: &CreateTable<'_>, _index: &Index<'_>) -> bool {
        false
    }

    /// Returns the drop of an index.
    fn drop_index(&self, op: &DropIndex<'_>) -> String {
        sql::drop_index_by_name(self.as_dialect(), op, "")
    }

    /// Returns whether a constraint can leave rows unchecked that are there already.
    fn has_not_valid(&self) -> bool {
        false
    }

    /// Returns whether a table can inherit from another one, and a check then be the latter's alone.
    fn has_inheritance(&self) -> bool {
        false
    }

    /// Returns what a view's options are in its statement: what stands before `VIEW`, before `AS`, and at the end. Those that are none
    /// of this database's are left out.
    fn view_options(&self, _options: &[(&str, &str)]) -> [String; 3] {
        [const { String::new() }; 3]
    }

    /// Returns what stands behind `ALTER TABLE … DROP` for a constraint.
    fn dropped_constraint(&self, op: &DropConstraint<'_>) -> String {
        let if_exists = if op.if_exists { "IF EXISTS " } else { "" };
        format!("CONSTRAINT {if_exists}{}", self.quote(op.name))
    }

    /// Returns whether a change of a column says the whole column again, and a drop of a constraint its kind.
    fn restates_columns(&self) -> bool {
        false
    }

    /// Returns whether a view holds the columns that it reads, so that they can neither go nor have another type.
    fn views_hold_columns(&self) -> bool {
        false
    }

    /// Returns whether a foreign key holds its columns and those that it refers to, and the index that it rests on.
    fn keys_hold_columns(&self) -> bool {
        false
    }

    /// Returns whether a check that stands on a column is a part of it, called as the column, and goes only with its text.
    fn has_checks_of_columns(&self) -> bool {
        false
    }

    /// Returns whether the index stays that the database made for a foreign key which goes.
    fn keys_leave_indexes(&self) -> bool {
        false
    }

    /// Returns whether `CREATE OR REPLACE` is known for functions and procedures.
    fn has_replace_routine(&self) -> bool {
        false
    }

    /// Returns the collation of a column that names none, where that is the same for all tables.
    fn default_collation(&self) -> Option<&'static str> {
        None
    }

    /// Returns how many values a sequence hands out at once unless told.
    fn usual_cache(&self) -> i64 {
        1
    }

    /// Returns whether a primary key that is dropped leaves its numbered column without the index that it needs.
    fn replaces_key_at_once(&self) -> bool {
        self.restates_columns()
    }

    /// Returns what gives a constraint another name, if the database has it.
    fn rename_constraint(&self, _table: TableName<'_>, _from: &str, _to: &str) -> Option<String> {
        None
    }

    /// Returns what sets an option of a table back to what tables have by themselves, if the database has it.
    fn reset_table_option(
        &self,
        _table: TableName<'_>,
        _option: TableOption<'_>,
    ) -> Option<String> {
        None
    }

    /// Returns whether types and extensions are objects of the database.
    fn has_types(&self) -> bool {
        false
    }

    /// Returns what creates an enum type.
    fn create_enum(&self, _op: &CreateEnum<'_>) -> Result<Vec<Statement<'static>>, RenderError> {
        Ok(Vec::new())
    }

    /// Returns what adds a value to an enum type.
    fn add_enum_value(
        &self,
        _op: &AddEnumValue<'_>,
    ) -> Result<Vec<Statement<'static>>, RenderError> {
        Ok(Vec::new())
    }

    /// Returns what renames a value of an enum type.
    fn rename_enum_value(
        &self,
        _op: &RenameEnumValue<'_>,
    ) -> Result<Vec<Statement<'static>>, RenderError> {
        Ok(Vec::new())
    }

    /// Returns what creates a domain.
    fn create_domain(
        &self,
        _op: &CreateDomain<'_>,
    ) -> Result<Vec<Statement<'static>>, RenderError> {
        Ok(Vec::new())
    }

    /// Returns what creates an extension.
    fn create_extension(
        &self,
        _op: &CreateExtension<'_>,
    ) -> Result<Vec<Statement<'static>>, RenderError> {
        Ok(Vec::new())
    }

    /// Returns an option of a sequence in this database's words.
    fn sequence_option(&self, standard: String) -> String {
        standard
    }

    /// Returns whether `CREATE OR REPLACE VIEW` is known.
    fn has_replace_view(&self) -> bool {
        true
    }

    /// Returns what stands behind `DROP TRIGGER`.
    fn dropped_trigger(&self, name: TableName<'_>, table: TableName<'_>) -> String {
        self.table(TableName { schema: name.schema.or(table.schema), name: name.name })
    }

    /// Returns the statement of a function or trigger, with its end, for a script.
    fn routine_script(&self, sql: &str) -> String {
        format!("{sql};")
    }

    /// Returns the statements of several changes to one table, without a database to ask.
    fn batch<'a>(
        &self,
        batch: &Batch<'a>,
        _settings: &OnlineSettings<'_>,
    ) -> Result<Vec<Statement<'a>>, RenderError> {
        sql::one_by_one(self.as_dialect(), batch)
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

/// Whether the server commits by itself for the sake of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImplicitCommit {
    /// It does not.
    None,
    /// It commits what stands before the statement, and the statement as a whole.
    Around,
    /// It commits what stands before the text, and somewhere in it: of one that fails, some may stay.
    Within,
}

/// What a statement leaves in its session, and only there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionState {
    /// Nothing.
    None,
    /// Settings, which another session can make again.
    Repeatable,
    /// What another session cannot bring back: a computed variable, a temporary table.
    Lost,
}

/// What a run's settings say of rendering.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OnlineSettings<'a> {
    /// Whether SQLite makes a table anew by itself for a change that it has no other way for.
    pub automatic_batch: bool,
    /// The names of what has none.
    pub naming: NamingConvention<'a>,
}

impl Default for OnlineSettings<'_> {
    fn default() -> Self {
        Self { automatic_batch: true, naming: NamingConvention::default() }
    }
}

/// The statements of an operation.
pub struct Rendered<'a> {
    /// In order.
    pub statements: Vec<Statement<'a>>,
    /// What has to be run after one of them failed, and whatever it comes to: it sets the session back, which a rollback does
    /// not.
    pub cleanup: Vec<String>,
    /// What the user should know of it, once it is done: what it leaves, and what to do about that.
    pub notes: Vec<(String, String)>,
}

impl<'a> From<Vec<Statement<'a>>> for Rendered<'a> {
    fn from(statements: Vec<Statement<'a>>) -> Self {
        Self { statements, cleanup: Vec::new(), notes: Vec::new() }
    }
}

/// Why an operation could not be rendered on an open database.
#[derive(Debug, thiserror::Error)]
pub enum OnlineError {
    /// It has no SQL.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// What there is could not be read.
    #[error(transparent)]
    Database(#[from] DatabaseError),
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
pub fn open(url: &DatabaseUrl, base: &Path) -> Result<Box<dyn Session>, DatabaseError> {
    open_with(url, base, &SessionSettings::default())
}

/// Opens a session of the database that `url` names, and makes these settings in it. Relative paths are against `base`.
pub fn open_with(
    url: &DatabaseUrl,
    base: &Path,
    settings: &SessionSettings,
) -> Result<Box<dyn Session>, DatabaseError> {
    url.dialect().open(url, base, settings)
}

/// Opens a session as [`open_with`], of a database that has to be there.
pub fn open_existing(
    url: &DatabaseUrl,
    base: &Path,
    settings: &SessionSettings,
) -> Result<Box<dyn Session>, DatabaseError> {
    url.dialect().open_existing(url, base, settings)
}

/// Returns a session over a connection that somebody else has opened, and goes on to own.
///
/// A transaction that is open on it is respected on PostgreSQL and SQLite: the session works within it by savepoints, and the caller commits.
/// It then holds what it has locked up to the caller's commit: on PostgreSQL also the migration lock. MySQL and MariaDB would commit such
/// a transaction at the first schema change, so that it is refused there.
///
/// This is what it changes in the connection, and how long:
/// - PostgreSQL: nothing. The settings of the runner's own sessions, as `search_path`, are the caller's here.
/// - SQLite: `foreign_keys` is off while a transaction of the session's own is open, and then what it was. Within the caller's transaction it
///   cannot be changed; where it is on, a table that would have to be made anew is refused.
/// - MySQL and MariaDB: `NAMES` is `utf8mb4` and `time_zone` is UTC up to the end of the session, and then what they were, as far as the
///   server can still be reached; `autocommit` is off in a transaction, and then what it was.
///
/// # Errors
/// When the kind of database is not known, the server cannot be asked, or the open transaction cannot be worked in.
pub fn session_of<'c>(connection: Driver<'c>) -> Result<Box<dyn Session + 'c>, DatabaseError> {
    let name = connection.dialect();
    if let Some(feature) = missing_feature(name) {
        return Err(UrlError::LeftOut { scheme: name.to_owned(), feature }.into());
    }
    let dialect = all().find(|it| it.name() == name || it.schemes().contains(&name));
    match dialect {
        Some(dialect) => dialect.session(connection),
        None => Err(DatabaseError::Unfit {
            reason: format!("the connection is one of `{name}`, which is not known"),
            help: format!(
                "its `dialect()` has to be one of {}",
                all().map(|it| format!("`{}`", it.name())).collect::<Vec<_>>().join(", ")
            ),
        }),
    }
}
