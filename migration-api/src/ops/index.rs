//! Operations on indexes.

use crate::schema::{Index, TableName};

/// Creates an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CreateIndex<'a> {
    /// The new index.
    pub index: Index<'a>,
    /// Does nothing when an index of this name exists.
    pub if_not_exists: bool,
}

/// Drops an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DropIndex<'a> {
    /// The index's name.
    pub name: &'a str,
    /// The table it belongs to; its schema is the index's.
    pub table: TableName<'a>,
    /// Does nothing when there is no such index.
    pub if_exists: bool,
}

impl<'a> CreateIndex<'a> {
    /// Returns the creation of `index`.
    pub const fn new(index: Index<'a>) -> Self {
        Self { index, if_not_exists: false }
    }

    /// Does nothing when an index of this name exists.
    pub const fn if_not_exists(mut self) -> Self {
        self.if_not_exists = true;
        self
    }
}

impl<'a> DropIndex<'a> {
    /// Returns the drop of the index `name` of `table` (`table` or `schema.table`).
    pub fn new(name: &'a str, table: &'a str) -> Self {
        Self { name, table: TableName::parse(table), if_exists: false }
    }

    /// Does nothing when there is no such index.
    pub const fn if_exists(mut self) -> Self {
        self.if_exists = true;
        self
    }
}
