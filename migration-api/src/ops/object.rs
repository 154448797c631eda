//! Operations on whatever else a schema holds: sequences, schemas, extensions, views, functions, triggers; and the drop of
//! each, which is the same for all.

use crate::schema::{ColumnType, Counter, TableName, View};

/// Creates a sequence (PostgreSQL, MariaDB).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CreateSequence<'a> {
    /// The sequence's name.
    pub name: TableName<'a>,
    /// The type of its numbers, `SMALLINT`, `INTEGER` or `BIGINT` (PostgreSQL).
    pub ty: Option<ColumnType<'a>>,
    /// How it counts.
    pub counter: Counter,
    /// The column, `table.column`, with which it is dropped (PostgreSQL).
    pub owned_by: Option<&'a str>,
    /// Does nothing when a sequence of this name exists.
    pub if_not_exists: bool,
}

/// Changes how a sequence counts; what the counter does not say stays (PostgreSQL, MariaDB).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AlterSequence<'a> {
    /// The sequence's name.
    pub name: TableName<'a>,
    /// The type that its numbers get (PostgreSQL).
    pub ty: Option<ColumnType<'a>>,
    /// What of the counter changes.
    pub counter: Counter,
    /// The next value from now on.
    pub restart: Option<i64>,
}

/// Creates a schema (PostgreSQL), or a database (MySQL).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CreateSchema<'a> {
    /// The schema's name.
    pub name: &'a str,
    /// Does nothing when a schema of this name exists.
    pub if_not_exists: bool,
}

/// Creates an extension (PostgreSQL). On other databases it does nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CreateExtension<'a> {
    /// The extension's name.
    pub name: &'a str,
    /// The schema that its objects stand in.
    pub schema: Option<&'a str>,
    /// Its version.
    pub version: Option<&'a str>,
    /// Does nothing when the extension is there.
    pub if_not_exists: bool,
}

/// Creates a view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CreateView<'a> {
    /// The view's name.
    pub name: TableName<'a>,
    /// The query that it stands for.
    pub query: &'a str,
    /// The names of its columns; none leaves those of the query.
    pub columns: &'a [&'a str],
    /// Whether what the query gives is stored (PostgreSQL).
    pub materialized: bool,
    /// What else is said of it, as its database calls it: `("check_option", "cascaded")` (PostgreSQL, MySQL); `("security_barrier", "true")`
    /// (PostgreSQL); `("security", "invoker")`, `("algorithm", "merge")` (MySQL).
    pub options: &'a [(&'a str, &'a str)],
    /// Whether a view of this name is replaced.
    pub replace: bool,
    /// Does nothing when such a view exists (SQLite, MariaDB; materialised ones on PostgreSQL).
    pub if_not_exists: bool,
}

/// Has a materialised view run its query again (PostgreSQL).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefreshMaterializedView<'a> {
    /// The view's name.
    pub name: TableName<'a>,
    /// Lets others read meanwhile; the view needs a unique index.
    pub concurrently: bool,
}

/// Creates a function, procedure or trigger from its text, which the databases write too differently to be more than text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CreateRoutine<'a> {
    /// What is created.
    pub kind: RoutineKind,
    /// The whole statement, as this database writes it.
    pub sql: &'a str,
}

/// What a [`CreateRoutine`] creates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoutineKind {
    /// A function.
    Function,
    /// A procedure.
    Procedure,
    /// A trigger.
    Trigger,
}

/// Drops anything that has no drop of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DropObject<'a> {
    /// What is dropped.
    pub kind: ObjectKind,
    /// Its name. That of a function on PostgreSQL may have its types behind it: `"total(integer)"`.
    pub name: TableName<'a>,
    /// The table of a trigger.
    pub table: Option<TableName<'a>>,
    /// Does nothing when there is no such thing.
    pub if_exists: bool,
    /// Drops what hangs on it too (PostgreSQL).
    pub cascade: bool,
}

/// What a [`DropObject`] drops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ObjectKind {
    /// An enum type.
    Enum,
    /// A domain.
    Domain,
    /// A sequence.
    Sequence,
    /// A schema.
    Schema,
    /// An extension.
    Extension,
    /// A view.
    View,
    /// A materialised view.
    MaterializedView,
    /// A function.
    Function,
    /// A procedure.
    Procedure,
    /// A trigger.
    Trigger,
}

impl RoutineKind {
    /// Returns the name of the method that creates one.
    pub(super) const fn method(self) -> &'static str {
        match self {
            Self::Function => "create_function",
            Self::Procedure => "create_procedure",
            Self::Trigger => "create_trigger",
        }
    }
}

impl ObjectKind {
    /// Returns the name of the method that drops one.
    pub(super) const fn drop_method(self) -> &'static str {
        match self {
            Self::Enum => "drop_enum",
            Self::Domain => "drop_domain",
            Self::Sequence => "drop_sequence",
            Self::Schema => "drop_schema",
            Self::Extension => "drop_extension",
            Self::View => "drop_view",
            Self::MaterializedView => "drop_materialized_view",
            Self::Function => "drop_function",
            Self::Procedure => "drop_procedure",
            Self::Trigger => "drop_trigger",
        }
    }
}

impl<'a> CreateSequence<'a> {
    /// Returns the creation of the sequence `name` (`name` or `schema.name`).
    pub fn new(name: &'a str) -> Self {
        let name = TableName::parse(name);
        Self { name, ty: None, counter: Counter::new(), owned_by: None, if_not_exists: false }
    }

    /// Gives its numbers a type, `SMALLINT`, `INTEGER` or `BIGINT` (PostgreSQL).
    pub const fn ty(mut self, ty: ColumnType<'a>) -> Self {
        self.ty = Some(ty);
        self
    }

    /// Says how it counts.
    pub const fn counter(mut self, counter: Counter) -> Self {
        self.counter = counter;
        self
    }

    /// Drops it with this column, `table.column` (PostgreSQL).
    pub const fn owned_by(mut self, column: &'a str) -> Self {
        self.owned_by = Some(column);
        self
    }

    /// Does nothing when a sequence of this name exists.
    pub const fn if_not_exists(mut self) -> Self {
        self.if_not_exists = true;
        self
    }
}

impl<'a> AlterSequence<'a> {
    /// Returns a change of the sequence `name` (`name` or `schema.name`).
    pub fn new(name: &'a str, counter: Counter) -> Self {
        Self { name: TableName::parse(name), ty: None, counter, restart: None }
    }

    /// Gives its numbers another type (PostgreSQL).
    pub const fn set_type(mut self, ty: ColumnType<'a>) -> Self {
        self.ty = Some(ty);
        self
    }

    /// Gives out this value next.
    pub const fn restart(mut self, value: i64) -> Self {
        self.restart = Some(value);
        self
    }
}

impl<'a> CreateSchema<'a> {
    /// Returns the creation of the schema `name`.
    pub const fn new(name: &'a str) -> Self {
        Self { name, if_not_exists: false }
    }

    /// Does nothing when a schema of this name exists.
    pub const fn if_not_exists(mut self) -> Self {
        self.if_not_exists = true;
        self
    }
}

impl<'a> CreateExtension<'a> {
    /// Returns the creation of the extension `name`.
    pub const fn new(name: &'a str) -> Self {
        Self { name, schema: None, version: None, if_not_exists: false }
    }

    /// Puts its objects into this schema.
    pub const fn schema(mut self, name: &'a str) -> Self {
        self.schema = Some(name);
        self
    }

    /// Takes this version.
    pub const fn version(mut self, version: &'a str) -> Self {
        self.version = Some(version);
        self
    }

    /// Does nothing when the extension is there.
    pub const fn if_not_exists(mut self) -> Self {
        self.if_not_exists = true;
        self
    }
}

impl<'a> CreateView<'a> {
    /// Returns the creation of the view `name` (`name` or `schema.name`).
    pub fn new(name: &'a str, query: &'a str) -> Self {
        Self {
            name: TableName::parse(name),
            query,
            columns: &[],
            materialized: false,
            options: &[],
            replace: false,
            if_not_exists: false,
        }
    }

    /// Returns the creation of a view, without its indexes and its comment.
    pub const fn of(view: &View<'a>) -> Self {
        Self {
            name: view.name,
            query: view.query,
            columns: view.columns,
            materialized: view.materialized,
            options: view.options,
            replace: false,
            if_not_exists: false,
        }
    }

    /// Names its columns.
    pub const fn columns(mut self, names: &'a [&'a str]) -> Self {
        self.columns = names;
        self
    }

    /// Stores what the query gives (PostgreSQL).
    pub const fn materialized(mut self) -> Self {
        self.materialized = true;
        self
    }

    /// Says what else is to be said of it: `("check_option", "cascaded")`.
    pub const fn options(mut self, options: &'a [(&'a str, &'a str)]) -> Self {
        self.options = options;
        self
    }

    /// Replaces a view of this name.
    pub const fn replace(mut self) -> Self {
        self.replace = true;
        self
    }

    /// Does nothing when such a view exists.
    pub const fn if_not_exists(mut self) -> Self {
        self.if_not_exists = true;
        self
    }
}

impl<'a> RefreshMaterializedView<'a> {
    /// Returns the refreshing of the view `name` (`name` or `schema.name`).
    pub fn new(name: &'a str) -> Self {
        Self { name: TableName::parse(name), concurrently: false }
    }

    /// Lets others read meanwhile.
    pub const fn concurrently(mut self) -> Self {
        self.concurrently = true;
        self
    }
}

impl<'a> CreateRoutine<'a> {
    /// Returns the creation of a function, procedure or trigger by this statement.
    pub const fn new(kind: RoutineKind, sql: &'a str) -> Self {
        Self { kind, sql }
    }
}

impl<'a> DropObject<'a> {
    /// Returns the drop of this object (`name` or `schema.name`).
    pub fn new(kind: ObjectKind, name: &'a str) -> Self {
        let name = TableName::parse(name);
        Self { kind, name, table: None, if_exists: false, cascade: false }
    }

    /// Returns the drop of the trigger `name` of `table` (`table` or `schema.table`).
    pub fn trigger(name: &'a str, table: &'a str) -> Self {
        let name = TableName { schema: None, name };
        let table = Some(TableName::parse(table));
        Self { kind: ObjectKind::Trigger, name, table, if_exists: false, cascade: false }
    }

    /// Does nothing when there is no such thing.
    pub const fn if_exists(mut self) -> Self {
        self.if_exists = true;
        self
    }

    /// Drops what hangs on it too (PostgreSQL).
    pub const fn cascade(mut self) -> Self {
        self.cascade = true;
        self
    }
}
