//! Operations on a table's columns.

use crate::schema::{Column, ColumnType, DefaultValue, TableName};
use crate::value::Value;

/// Adds a column at the end of a table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AddColumn<'a> {
    /// The table.
    pub table: TableName<'a>,
    /// The new column.
    pub column: Column<'a>,
}

/// Drops a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DropColumn<'a> {
    /// The table.
    pub table: TableName<'a>,
    /// The column's name.
    pub column: &'a str,
}

/// Changes a column; what is not named stays as it is.
///
/// ```
/// use migration_api::prelude::*;
/// let change = AlterColumn::new("account", "mail").rename("email").set_type(Varchar(300));
/// assert_eq!(change.new_name, Some("email"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct AlterColumn<'a> {
    /// The table.
    pub table: TableName<'a>,
    /// The column's name before the change.
    pub column: &'a str,
    /// The column's name after it.
    pub new_name: Option<&'a str>,
    /// The new type.
    pub new_type: Option<ColumnType<'a>>,
    /// On PostgreSQL: the expression that converts the old values.
    pub using: Option<&'a str>,
    /// Whether NULL is taken from now on.
    pub nullable: Option<bool>,
    /// What happens to the default.
    pub default: Option<DefaultChange<'a>>,
}

/// What becomes of a column's default.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum DefaultChange<'a> {
    /// It is replaced.
    Set(DefaultValue<'a>),
    /// It is dropped.
    Drop,
}

impl<'a> AddColumn<'a> {
    /// Returns the addition of `column` to `table` (`table` or `schema.table`).
    pub fn new(table: &'a str, column: Column<'a>) -> Self {
        Self { table: TableName::parse(table), column }
    }
}

impl<'a> DropColumn<'a> {
    /// Returns the drop of `column` from `table` (`table` or `schema.table`).
    pub fn new(table: &'a str, column: &'a str) -> Self {
        Self { table: TableName::parse(table), column }
    }
}

impl<'a> AlterColumn<'a> {
    /// Returns a change of nothing yet, to `column` of `table` (`table` or `schema.table`).
    pub fn new(table: &'a str, column: &'a str) -> Self {
        Self {
            table: TableName::parse(table),
            column,
            new_name: None,
            new_type: None,
            using: None,
            nullable: None,
            default: None,
        }
    }

    /// Gives the column another name.
    pub const fn rename(mut self, new_name: &'a str) -> Self {
        self.new_name = Some(new_name);
        self
    }

    /// Gives the column another type.
    pub const fn set_type(mut self, ty: ColumnType<'a>) -> Self {
        self.new_type = Some(ty);
        self
    }

    /// On PostgreSQL, converts the old values by `expression` when the type changes.
    pub const fn using(mut self, expression: &'a str) -> Self {
        self.using = Some(expression);
        self
    }

    /// Takes NULL from now on.
    pub const fn set_nullable(mut self) -> Self {
        self.nullable = Some(true);
        self
    }

    /// Refuses NULL from now on.
    pub const fn set_not_null(mut self) -> Self {
        self.nullable = Some(false);
        self
    }

    /// Sets a plain value as the default.
    pub const fn set_default(mut self, value: Value<'a>) -> Self {
        self.default = Some(DefaultChange::Set(DefaultValue::Literal(value)));
        self
    }

    /// Sets an SQL expression as the default.
    pub const fn set_default_sql(mut self, expression: &'a str) -> Self {
        self.default = Some(DefaultChange::Set(DefaultValue::Expression(expression)));
        self
    }

    /// Drops the default.
    pub const fn drop_default(mut self) -> Self {
        self.default = Some(DefaultChange::Drop);
        self
    }
}
