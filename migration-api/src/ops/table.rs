//! Operations on whole tables.

use crate::schema::{Column, Constraint, Index, Table, TableName, TableOption};

/// Creates a table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CreateTable<'a> {
    /// The new table.
    pub table: TableName<'a>,
    /// Its columns, in order.
    pub columns: &'a [Column<'a>],
    /// Its constraints, besides those written on a column.
    pub constraints: &'a [Constraint<'a>],
    /// Its indexes, besides those written on a column.
    pub indexes: &'a [Index<'a>],
    /// What else a database lets a table have.
    pub options: &'a [TableOption<'a>],
    /// A remark kept in the database. SQLite has none, and leaves it out.
    pub comment: Option<&'a str>,
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
    /// Drops what hangs on it too: foreign keys, views (PostgreSQL).
    pub cascade: bool,
}

/// Gives a table another name within its schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RenameTable<'a> {
    /// The table.
    pub table: TableName<'a>,
    /// Its new name, without a schema.
    pub new_name: &'a str,
}

/// Sets or drops the remark on a table. SQLite keeps none, and does nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SetTableComment<'a> {
    /// The table.
    pub table: TableName<'a>,
    /// The remark; `None` drops it.
    pub comment: Option<&'a str>,
}

/// Sets an option of a table that exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SetTableOption<'a> {
    /// The table.
    pub table: TableName<'a>,
    /// The option.
    pub option: TableOption<'a>,
}

impl<'a> CreateTable<'a> {
    /// Returns the creation of `table` (`table` or `schema.table`).
    pub fn new(
        table: &'a str,
        columns: &'a [Column<'a>],
        constraints: &'a [Constraint<'a>],
    ) -> Self {
        Self::of(&Table::new(table, columns, constraints))
    }

    /// Returns the creation of a table with all that it has.
    pub const fn of(table: &Table<'a>) -> Self {
        Self {
            table: table.name,
            columns: table.columns,
            constraints: table.constraints,
            indexes: table.indexes,
            options: table.options,
            comment: table.comment,
            if_not_exists: false,
        }
    }

    /// Does nothing when the table exists already.
    pub const fn if_not_exists(mut self) -> Self {
        self.if_not_exists = true;
        self
    }

    /// Creates these indexes too.
    pub const fn indexes(mut self, indexes: &'a [Index<'a>]) -> Self {
        self.indexes = indexes;
        self
    }

    /// Sets options that some databases have; the others pass them over.
    pub const fn options(mut self, options: &'a [TableOption<'a>]) -> Self {
        self.options = options;
        self
    }

    /// Keeps a remark in the database.
    pub const fn comment(mut self, text: &'a str) -> Self {
        self.comment = Some(text);
        self
    }
}

impl<'a> DropTable<'a> {
    /// Returns the drop of `table` (`table` or `schema.table`).
    pub fn new(table: &'a str) -> Self {
        Self { table: TableName::parse(table), if_exists: false, cascade: false }
    }

    /// Does nothing when there is no such table.
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

impl<'a> RenameTable<'a> {
    /// Returns the renaming of `table` (`table` or `schema.table`).
    pub fn new(table: &'a str, new_name: &'a str) -> Self {
        Self { table: TableName::parse(table), new_name }
    }
}

impl<'a> SetTableComment<'a> {
    /// Returns the remark on `table` (`table` or `schema.table`); `None` drops it.
    pub fn new(table: &'a str, comment: Option<&'a str>) -> Self {
        Self { table: TableName::parse(table), comment }
    }
}

impl<'a> SetTableOption<'a> {
    /// Returns the setting of an option of `table` (`table` or `schema.table`).
    pub fn new(table: &'a str, option: TableOption<'a>) -> Self {
        Self { table: TableName::parse(table), option }
    }
}
