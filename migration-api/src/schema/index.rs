//! Indexes of a table.

use super::TableName;

/// An index over columns of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Index<'a> {
    /// The index's name.
    pub name: &'a str,
    /// The table it belongs to.
    pub table: TableName<'a>,
    /// Its columns, in order.
    pub columns: &'a [&'a str],
    /// Whether it refuses a value that stands twice.
    pub unique: bool,
}

impl<'a> Index<'a> {
    /// Returns an index of `table` (`table` or `schema.table`) over `columns`.
    pub fn new(name: &'a str, table: &'a str, columns: &'a [&'a str]) -> Self {
        Self { name, table: TableName::parse(table), columns, unique: false }
    }

    /// Makes the index refuse a value that stands twice.
    pub const fn unique(mut self) -> Self {
        self.unique = true;
        self
    }
}
