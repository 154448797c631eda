//! Operations on a table's constraints.

use crate::schema::{Constraint, ConstraintType, TableName};

/// Adds a constraint to a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AddConstraint<'a> {
    /// The table.
    pub table: TableName<'a>,
    /// The new constraint.
    pub constraint: Constraint<'a>,
}

/// Drops a constraint by its name, or one without a name by what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DropConstraint<'a> {
    /// The table.
    pub table: TableName<'a>,
    /// The constraint's name; empty if it has none.
    pub name: &'a str,
    /// The constraint, if it has no name (SQLite, which finds it by its columns, or by the words of its condition).
    pub unnamed: Option<Constraint<'a>>,
    /// Its kind: what MySQL has to know, and without a database cannot look up.
    pub kind: Option<ConstraintType>,
    /// Does nothing when there is no such constraint (PostgreSQL, MariaDB).
    pub if_exists: bool,
    /// Drops what hangs on it too (PostgreSQL).
    pub cascade: bool,
}

/// Has the database check the rows that a `not_valid` constraint left unchecked (PostgreSQL).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ValidateConstraint<'a> {
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
        let table = TableName::parse(table);
        Self { table, name, unnamed: None, kind: None, if_exists: false, cascade: false }
    }

    /// Returns the drop of a constraint of `table` that has no name: it is found by what it says (SQLite; other databases
    /// name every constraint).
    ///
    /// ```
    /// use migration_api::prelude::*;
    /// let drop = DropConstraint::unnamed("account", Constraint::check("", "balance >= 0"));
    /// assert_eq!(drop.kind, Some(ConstraintType::Check));
    /// ```
    pub fn unnamed(table: &'a str, constraint: Constraint<'a>) -> Self {
        let kind = constraint.kind.constraint_type();
        Self { unnamed: Some(constraint.unnamed()), ..Self::new(table, "").kind(kind) }
    }

    /// Says which kind it is: MySQL drops each in its own way, and a script has no database to ask.
    pub const fn kind(mut self, kind: ConstraintType) -> Self {
        self.kind = Some(kind);
        self
    }

    /// Does nothing when there is no such constraint (PostgreSQL, MariaDB).
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

impl<'a> ValidateConstraint<'a> {
    /// Returns the check of the constraint `name` of `table` (`table` or `schema.table`).
    pub fn new(table: &'a str, name: &'a str) -> Self {
        Self { table: TableName::parse(table), name }
    }
}
