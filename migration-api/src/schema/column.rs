//! A column and what stands beside its type.

use super::{ColumnType, ReferentialAction};
use crate::value::Value;

/// One column of a table.
///
/// ```
/// use migration_api::prelude::*;
/// let email = Column::new("email", Varchar(200)).not_null().unique();
/// assert!(!email.nullable);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Column<'a> {
    /// The column's name.
    pub name: &'a str,
    /// Its type.
    pub ty: ColumnType<'a>,
    /// Whether it takes NULL; true unless told, as in SQL.
    pub nullable: bool,
    /// Whether it is (part of) the primary key.
    pub primary_key: bool,
    /// Whether the database numbers new rows when this is the one integer primary key; true
    /// unless told (SQLAlchemy's `autoincrement="auto"`).
    pub autoincrement: bool,
    /// Whether its values are unique.
    pub unique: bool,
    /// The value of a row that does not give one.
    pub default: Option<DefaultValue<'a>>,
    /// The column of another table that it refers to.
    pub references: Option<Reference<'a>>,
}

/// What the database puts into a column that a row leaves out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum DefaultValue<'a> {
    /// A plain value, rendered as a literal.
    Literal(Value<'a>),
    /// An SQL expression, taken as it stands.
    Expression(&'a str),
}

/// A one-column foreign key, written on its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference<'a> {
    /// The table referred to, `table` or `schema.table`.
    pub table: &'a str,
    /// The column referred to.
    pub column: &'a str,
    /// What happens when the row referred to is deleted.
    pub on_delete: Option<ReferentialAction>,
    /// What happens when the value referred to changes.
    pub on_update: Option<ReferentialAction>,
}

impl<'a> Column<'a> {
    /// Returns a nullable column without a default.
    pub const fn new(name: &'a str, ty: ColumnType<'a>) -> Self {
        Self {
            name,
            ty,
            nullable: true,
            primary_key: false,
            autoincrement: true,
            unique: false,
            default: None,
            references: None,
        }
    }

    /// Makes the column (part of) the primary key, which also makes it `NOT NULL`.
    pub const fn primary_key(mut self) -> Self {
        self.primary_key = true;
        self.nullable = false;
        self
    }

    /// Leaves the numbering of an integer primary key to the application.
    pub const fn no_autoincrement(mut self) -> Self {
        self.autoincrement = false;
        self
    }

    /// Refuses NULL.
    pub const fn not_null(mut self) -> Self {
        self.nullable = false;
        self
    }

    /// Adds an unnamed `UNIQUE` constraint on this column.
    pub const fn unique(mut self) -> Self {
        self.unique = true;
        self
    }

    /// Sets a plain value as the default: `.default("new".into())` gives `DEFAULT 'new'`.
    pub const fn default(mut self, value: Value<'a>) -> Self {
        self.default = Some(DefaultValue::Literal(value));
        self
    }

    /// Sets an SQL expression as the default: `.default_sql("CURRENT_TIMESTAMP")`.
    pub const fn default_sql(mut self, expression: &'a str) -> Self {
        self.default = Some(DefaultValue::Expression(expression));
        self
    }

    /// Refers to a column of another table (`table` or `schema.table`).
    pub const fn references(mut self, table: &'a str, column: &'a str) -> Self {
        self.references = Some(Reference { table, column, on_delete: None, on_update: None });
        self
    }

    /// Says what happens to this row when the row it refers to is deleted.
    ///
    /// It has no effect on a column that refers to nothing.
    pub const fn on_delete(mut self, action: ReferentialAction) -> Self {
        if let Some(mut reference) = self.references {
            reference.on_delete = Some(action);
            self.references = Some(reference);
        }
        self
    }

    /// Says what happens to this row when the value it refers to changes.
    ///
    /// It has no effect on a column that refers to nothing.
    pub const fn on_update(mut self, action: ReferentialAction) -> Self {
        if let Some(mut reference) = self.references {
            reference.on_update = Some(action);
            self.references = Some(reference);
        }
        self
    }
}
