//! A whole table, and all tables of an application.

use super::{Column, Constraint, Index, TableName};

/// A table with all that belongs to it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Table<'a> {
    /// Its name.
    pub name: TableName<'a>,
    /// Its columns, in order.
    pub columns: &'a [Column<'a>],
    /// Its constraints, besides those written on a column.
    pub constraints: &'a [Constraint<'a>],
    /// Its indexes.
    pub indexes: &'a [Index<'a>],
}

/// The schema that an application wants: what `target_metadata` of an environment gives.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Metadata<'a> {
    /// The tables, in any order.
    pub tables: &'a [Table<'a>],
}
