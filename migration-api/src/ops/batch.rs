//! Several changes to one table, at once.

use super::Operation;
use crate::schema::{Column, Constraint, Table, TableName, TableOption};

/// Changes to one table that are carried out together: on SQLite by making the table anew where it has to be, elsewhere one
/// after the other.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Batch<'a> {
    /// The table.
    pub table: TableName<'a>,
    /// How it is done.
    pub options: BatchOptions<'a>,
    /// The changes, in order.
    pub operations: &'a [Operation<'a>],
}

/// How the changes of a batch are carried out on SQLite.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct BatchOptions<'a> {
    /// When the table is made anew.
    pub recreate: Recreate,
    /// The table as it is, instead of reading it from the database: what a script needs.
    pub copy_from: Option<Table<'a>>,
    /// Constraints that the new table has besides, as Alembic's `table_args`.
    pub constraints: &'a [Constraint<'a>],
    /// Options that the new table has besides, as Alembic's `table_kwargs`.
    pub options: &'a [TableOption<'a>],
    /// Options of the table that the new one does not have: `STRICT`, `WITHOUT ROWID`.
    pub without: &'a [TableOption<'a>],
    /// Columns to be read as something else than the database has them, as Alembic's `reflect_args`.
    pub columns: &'a [Column<'a>],
    /// Columns that are to follow one another: each list is one run of them.
    pub partial_reordering: &'a [&'a [&'a str]],
}

/// When a batch makes its table anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Recreate {
    /// When SQLite has no other way.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never: what SQLite has no way for is refused.
    Never,
}

impl<'a> BatchOptions<'a> {
    /// Returns options that read the table from the database, and make it anew only where SQLite has no other way.
    pub fn new() -> Self {
        Self::default()
    }

    /// Says when the table is made anew.
    pub const fn recreate(mut self, when: Recreate) -> Self {
        self.recreate = when;
        self
    }

    /// Takes the table as this says, instead of reading it from the database.
    pub const fn copy_from(mut self, table: Table<'a>) -> Self {
        self.copy_from = Some(table);
        self
    }

    /// Gives the new table these constraints besides (Alembic's `table_args`).
    pub const fn constraints(mut self, constraints: &'a [Constraint<'a>]) -> Self {
        self.constraints = constraints;
        self
    }

    /// Gives the new table these options besides (Alembic's `table_kwargs`).
    pub const fn options(mut self, options: &'a [TableOption<'a>]) -> Self {
        self.options = options;
        self
    }

    /// Makes the new table without these options of the old one.
    pub const fn without(mut self, options: &'a [TableOption<'a>]) -> Self {
        self.without = options;
        self
    }

    /// Takes these columns as given, instead of as the database has them (Alembic's `reflect_args`).
    pub const fn columns(mut self, columns: &'a [Column<'a>]) -> Self {
        self.columns = columns;
        self
    }

    /// Has these columns follow one another, each list for itself.
    pub const fn partial_reordering(mut self, runs: &'a [&'a [&'a str]]) -> Self {
        self.partial_reordering = runs;
        self
    }
}
