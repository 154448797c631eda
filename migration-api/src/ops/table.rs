//! Operations on whole tables.

use crate::schema::{Column, Constraint, TableName};

/// Creates a table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CreateTable<'a> {
    /// The new table.
    pub table: TableName<'a>,
    /// Its columns, in order.
    pub columns: &'a [Column<'a>],
    /// Its constraints, besides those written on a column.
    pub constraints: &'a [Constraint<'a>],
    /// Does nothing when the table exists.
    pub if_not_exists: bool,
}

/// Drops a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DropTable<'a> {
    /// The table to drop.
    pub table: TableName<'a>,
    /// Does nothing when there is no such table.
    pub if_exists: bool,
}

/// Gives a table another name within its schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RenameTable<'a> {
    /// The table.
    pub table: TableName<'a>,
    /// Its new name, without a schema.
    pub new_name: &'a str,
}

impl<'a> CreateTable<'a> {
    /// Returns the creation of `table` (`table` or `schema.table`).
    pub fn new(
        table: &'a str,
        columns: &'a [Column<'a>],
        constraints: &'a [Constraint<'a>],
    ) -> Self {
        Self { table: TableName::parse(table), columns, constraints, if_not_exists: false }
    }

    /// Does nothing when the table exists already.
    pub const fn if_not_exists(mut self) -> Self {
        self.if_not_exists = true;
        self
    }
}

impl<'a> DropTable<'a> {
    /// Returns the drop of `table` (`table` or `schema.table`).
    pub fn new(table: &'a str) -> Self {
        Self { table: TableName::parse(table), if_exists: false }
    }

    /// Does nothing when there is no such table.
    pub const fn if_exists(mut self) -> Self {
        self.if_exists = true;
        self
    }
}
