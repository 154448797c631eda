//! Operations on indexes.

use crate::schema::{Index, TableName};

/// Creates an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CreateIndex<'a> {
    /// The new index.
    pub index: Index<'a>,
    /// Does nothing when an index of this name exists (PostgreSQL, SQLite, MariaDB).
    pub if_not_exists: bool,
    /// Lets others write meanwhile (PostgreSQL), which needs an
    /// [`autocommit_block`](crate::MigrationContext::autocommit_block).
    pub concurrently: bool,
}

/// Drops an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DropIndex<'a> {
    /// The index's name.
    pub name: &'a str,
    /// The table it belongs to; its schema is the index's.
    pub table: TableName<'a>,
    /// Does nothing when there is no such index (PostgreSQL, SQLite, MariaDB).
    pub if_exists: bool,
    /// Lets others write meanwhile (PostgreSQL), which needs an
    /// [`autocommit_block`](crate::MigrationContext::autocommit_block).
    pub concurrently: bool,
}

impl<'a> CreateIndex<'a> {
    /// Returns the creation of `index`.
    pub const fn new(index: Index<'a>) -> Self {
        Self { index, if_not_exists: false, concurrently: false }
    }

    /// Does nothing when an index of this name exists (PostgreSQL, SQLite, MariaDB).
    pub const fn if_not_exists(mut self) -> Self {
        self.if_not_exists = true;
        self
    }

    /// Lets others write meanwhile (PostgreSQL).
    pub const fn concurrently(mut self) -> Self {
        self.concurrently = true;
        self
    }
}

impl<'a> DropIndex<'a> {
    /// Returns the drop of the index `name` of `table` (`table` or `schema.table`).
    pub fn new(name: &'a str, table: &'a str) -> Self {
        Self { name, table: TableName::parse(table), if_exists: false, concurrently: false }
    }

    /// Does nothing when there is no such index (PostgreSQL, SQLite, MariaDB).
    pub const fn if_exists(mut self) -> Self {
        self.if_exists = true;
        self
    }

    /// Lets others write meanwhile (PostgreSQL).
    pub const fn concurrently(mut self) -> Self {
        self.concurrently = true;
        self
    }
}
