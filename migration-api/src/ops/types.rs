//! Operations on types: enums and domains (PostgreSQL).

use crate::schema::{ColumnType, DefaultValue, TableName};
use crate::value::Value;

/// Creates an enum type. On MySQL and SQLite, which write an enum's values at its columns, it does nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CreateEnum<'a> {
    /// The type's name.
    pub name: TableName<'a>,
    /// Its values, in order.
    pub values: &'a [&'a str],
    /// Does nothing when a type of this name exists.
    pub if_not_exists: bool,
}

/// Adds a value to an enum type. On MySQL and SQLite it does nothing: there, `alter_column` sets the column's new type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AddEnumValue<'a> {
    /// The type's name.
    pub name: TableName<'a>,
    /// The new value.
    pub value: &'a str,
    /// Where it stands among the others.
    pub position: ValuePosition<'a>,
    /// Does nothing when the type has this value.
    pub if_not_exists: bool,
}

/// Where a new value of an enum stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValuePosition<'a> {
    /// Behind all others.
    Last,
    /// Before this one.
    Before(&'a str),
    /// Behind this one.
    After(&'a str),
}

/// Gives a value of an enum type another text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RenameEnumValue<'a> {
    /// The type's name.
    pub name: TableName<'a>,
    /// The value.
    pub value: &'a str,
    /// Its new text.
    pub new_value: &'a str,
}

/// Creates a domain: a type with a condition (PostgreSQL).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CreateDomain<'a> {
    /// The domain's name.
    pub name: TableName<'a>,
    /// The type below it.
    pub ty: ColumnType<'a>,
    /// The collation of its texts.
    pub collation: Option<&'a str>,
    /// Whether it refuses NULL.
    pub not_null: bool,
    /// The value of a row that does not give one.
    pub default: Option<DefaultValue<'a>>,
    /// What has to be true of each `VALUE`, an SQL expression, under the name that the database chooses.
    pub check: Option<&'a str>,
    /// What else has to be true, each with its name.
    pub checks: &'a [(&'a str, &'a str)],
}

impl<'a> CreateEnum<'a> {
    /// Returns the creation of the enum type `name` (`name` or `schema.name`).
    pub fn new(name: &'a str, values: &'a [&'a str]) -> Self {
        Self { name: TableName::parse(name), values, if_not_exists: false }
    }

    /// Does nothing when a type of this name exists.
    pub const fn if_not_exists(mut self) -> Self {
        self.if_not_exists = true;
        self
    }
}

impl<'a> AddEnumValue<'a> {
    /// Returns the addition of `value` to the enum type `name` (`name` or `schema.name`).
    pub fn new(name: &'a str, value: &'a str) -> Self {
        let name = TableName::parse(name);
        Self { name, value, position: ValuePosition::Last, if_not_exists: false }
    }

    /// Puts it before this value.
    pub const fn before(mut self, value: &'a str) -> Self {
        self.position = ValuePosition::Before(value);
        self
    }

    /// Puts it behind this value.
    pub const fn after(mut self, value: &'a str) -> Self {
        self.position = ValuePosition::After(value);
        self
    }

    /// Does nothing when the type has this value.
    pub const fn if_not_exists(mut self) -> Self {
        self.if_not_exists = true;
        self
    }
}

impl<'a> RenameEnumValue<'a> {
    /// Returns the renaming of a value of the enum type `name` (`name` or `schema.name`).
    pub fn new(name: &'a str, value: &'a str, new_value: &'a str) -> Self {
        Self { name: TableName::parse(name), value, new_value }
    }
}

impl<'a> CreateDomain<'a> {
    /// Returns the creation of the domain `name` (`name` or `schema.name`) over `ty`.
    pub fn new(name: &'a str, ty: ColumnType<'a>) -> Self {
        Self {
            name: TableName::parse(name),
            ty,
            collation: None,
            not_null: false,
            default: None,
            check: None,
            checks: &[],
        }
    }

    /// Orders its texts by this collation.
    pub const fn collate(mut self, collation: &'a str) -> Self {
        self.collation = Some(collation);
        self
    }

    /// Refuses NULL.
    pub const fn not_null(mut self) -> Self {
        self.not_null = true;
        self
    }

    /// Sets a plain value as the default.
    pub const fn default(mut self, value: Value<'a>) -> Self {
        self.default = Some(DefaultValue::Literal(value));
        self
    }

    /// Sets an SQL expression as the default.
    pub const fn default_sql(mut self, expression: &'a str) -> Self {
        self.default = Some(DefaultValue::Expression(expression));
        self
    }

    /// Demands that this SQL expression be true of each `VALUE`.
    pub const fn check(mut self, condition: &'a str) -> Self {
        self.check = Some(condition);
        self
    }

    /// Demands that these SQL expressions be true of each `VALUE`, each as a check of its own: the names, and the expressions.
    pub const fn checks(mut self, checks: &'a [(&'a str, &'a str)]) -> Self {
        self.checks = checks;
        self
    }
}
