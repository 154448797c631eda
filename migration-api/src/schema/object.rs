//! What a schema holds besides tables.

use super::{Index, Table, TableName};
use crate::ops::{CreateDomain, CreateExtension, CreateSequence, RoutineKind};

/// One object of a schema, as an application wants it or a database has it.
///
/// A new variant must be handled wherever schemas are compared, so this enum is exhaustive on purpose.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Object<'a> {
    /// A schema, by its name (PostgreSQL).
    Schema(&'a str),
    /// An extension (PostgreSQL).
    Extension(CreateExtension<'a>),
    /// An enum type (PostgreSQL).
    Enum(EnumType<'a>),
    /// A domain (PostgreSQL).
    Domain(CreateDomain<'a>),
    /// A sequence (PostgreSQL, MariaDB).
    Sequence(CreateSequence<'a>),
    /// A table.
    Table(Table<'a>),
    /// A view.
    View(View<'a>),
    /// A function or procedure.
    Routine(Routine<'a>),
    /// A trigger.
    Trigger(Trigger<'a>),
    /// That rows of a table are seen only as policies allow (PostgreSQL).
    RowSecurity(RowSecurity<'a>),
    /// A policy of row-level security (PostgreSQL).
    Policy(Policy<'a>),
}

/// An enum type (PostgreSQL).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EnumType<'a> {
    /// The type's name.
    pub name: TableName<'a>,
    /// Its values, in order.
    pub values: &'a [&'a str],
    /// Values that had another text before: the old one and the new one.
    pub renamed_values: &'a [(&'a str, &'a str)],
}

/// A view, or a materialised one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct View<'a> {
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
    /// The indexes of a materialised one.
    pub indexes: &'a [Index<'a>],
    /// A remark kept in the database (PostgreSQL).
    pub comment: Option<&'a str>,
}

/// A function or procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Routine<'a> {
    /// Whether it is a function or a procedure.
    pub kind: RoutineKind,
    /// Its name.
    pub name: TableName<'a>,
    /// On PostgreSQL, the types that tell it from others of its name, as `DROP FUNCTION` takes them: `integer, text`.
    pub arguments: &'a str,
    /// The whole statement that creates it, as this database writes it.
    pub sql: &'a str,
}

/// A trigger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Trigger<'a> {
    /// Its name.
    pub name: &'a str,
    /// The table that it belongs to.
    pub table: TableName<'a>,
    /// The whole statement that creates it, as this database writes it.
    pub sql: &'a str,
}

/// That rows of a table are seen only as policies allow (PostgreSQL).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowSecurity<'a> {
    /// The table.
    pub table: TableName<'a>,
    /// Whether that holds for the table's owner too (`FORCE ROW LEVEL SECURITY`).
    pub forced: bool,
}

/// A policy of row-level security (PostgreSQL).
///
/// Source: <https://www.postgresql.org/docs/current/sql-createpolicy.html>.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy<'a> {
    /// Its name.
    pub name: &'a str,
    /// The table that it belongs to.
    pub table: TableName<'a>,
    /// Whether it narrows what other policies allow (`RESTRICTIVE`) instead of allowing more.
    pub restrictive: bool,
    /// What it is about: `ALL`, `SELECT`, `INSERT`, `UPDATE` or `DELETE`.
    pub command: &'a str,
    /// The roles that it holds for; none, for all (`PUBLIC`).
    pub roles: &'a [&'a str],
    /// Which rows are seen, an SQL expression.
    pub using: Option<&'a str>,
    /// Which rows may be written, an SQL expression.
    pub check: Option<&'a str>,
}

impl<'a> EnumType<'a> {
    /// Returns the enum type `name` (`name` or `schema.name`).
    pub fn new(name: &'a str, values: &'a [&'a str]) -> Self {
        Self { name: TableName::parse(name), values, renamed_values: &[] }
    }

    /// Says which values had another text before: `&[("ok", "fine")]`.
    pub const fn rename_values(mut self, renamed: &'a [(&'a str, &'a str)]) -> Self {
        self.renamed_values = renamed;
        self
    }
}

impl<'a> View<'a> {
    /// Returns the view `name` (`name` or `schema.name`).
    pub fn new(name: &'a str, query: &'a str) -> Self {
        Self {
            name: TableName::parse(name),
            query,
            columns: &[],
            materialized: false,
            options: &[],
            indexes: &[],
            comment: None,
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

    /// Gives a materialised view indexes.
    pub const fn indexes(mut self, indexes: &'a [Index<'a>]) -> Self {
        self.indexes = indexes;
        self
    }

    /// Keeps a remark in the database.
    pub const fn comment(mut self, text: &'a str) -> Self {
        self.comment = Some(text);
        self
    }
}

impl<'a> Routine<'a> {
    /// Returns the function `name` (`name` or `schema.name`) that this statement creates. On PostgreSQL, `arguments` are the
    /// types that tell it from others of its name: `integer, text`.
    pub fn function(name: &'a str, arguments: &'a str, sql: &'a str) -> Self {
        Self { kind: RoutineKind::Function, name: TableName::parse(name), arguments, sql }
    }

    /// Returns the procedure `name` (`name` or `schema.name`) that this statement creates.
    pub fn procedure(name: &'a str, arguments: &'a str, sql: &'a str) -> Self {
        Self { kind: RoutineKind::Procedure, ..Self::function(name, arguments, sql) }
    }
}

impl<'a> Trigger<'a> {
    /// Returns the trigger `name` of `table` (`table` or `schema.table`) that this statement creates.
    pub fn new(name: &'a str, table: &'a str, sql: &'a str) -> Self {
        Self { name, table: TableName::parse(table), sql }
    }
}

impl<'a> RowSecurity<'a> {
    /// Returns row-level security of `table` (`table` or `schema.table`).
    pub fn new(table: &'a str) -> Self {
        Self { table: TableName::parse(table), forced: false }
    }

    /// Holds for the table's owner too.
    pub const fn forced(mut self) -> Self {
        self.forced = true;
        self
    }
}

impl<'a> Policy<'a> {
    /// Returns a policy of `table` (`table` or `schema.table`) that allows all rows to everybody.
    pub fn new(name: &'a str, table: &'a str) -> Self {
        Self {
            name,
            table: TableName::parse(table),
            restrictive: false,
            command: "ALL",
            roles: &[],
            using: None,
            check: None,
        }
    }

    /// Narrows what other policies allow.
    pub const fn restrictive(mut self) -> Self {
        self.restrictive = true;
        self
    }

    /// Is about this command only: `SELECT`, `INSERT`, `UPDATE` or `DELETE`.
    pub const fn command(mut self, command: &'a str) -> Self {
        self.command = command;
        self
    }

    /// Holds for these roles.
    pub const fn roles(mut self, roles: &'a [&'a str]) -> Self {
        self.roles = roles;
        self
    }

    /// Shows the rows for which this SQL expression is true.
    pub const fn using(mut self, condition: &'a str) -> Self {
        self.using = Some(condition);
        self
    }

    /// Lets rows be written for which this SQL expression is true.
    pub const fn check(mut self, condition: &'a str) -> Self {
        self.check = Some(condition);
        self
    }
}
