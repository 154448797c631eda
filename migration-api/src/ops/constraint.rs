//! Operations on a table's constraints.

use crate::schema::{Constraint, TableName};

/// Adds a constraint to a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AddConstraint<'a> {
    /// The table.
    pub table: TableName<'a>,
    /// The new constraint.
    pub constraint: Constraint<'a>,
}

/// Drops a constraint by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DropConstraint<'a> {
    /// The table.
    pub table: TableName<'a>,
    /// The constraint's name.
    pub name: &'a str,
}

impl<'a> AddConstraint<'a> {
    /// Returns the addition of `constraint` to `table` (`table` or `schema.table`).
    pub fn new(table: &'a str, constraint: Constraint<'a>) -> Self {
        Self { table: TableName::parse(table), constraint }
    }
}

impl<'a> DropConstraint<'a> {
    /// Returns the drop of the constraint `name` of `table` (`table` or `schema.table`).
    pub fn new(table: &'a str, name: &'a str) -> Self {
        Self { table: TableName::parse(table), name }
    }
}
