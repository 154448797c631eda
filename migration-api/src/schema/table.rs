//! A whole table.

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
    /// What else a database lets a table have.
    pub options: &'a [TableOption<'a>],
    /// A remark kept in the database. SQLite has none, and leaves it out.
    pub comment: Option<&'a str>,
    /// The name that it had before, for autogenerate: the table is renamed instead of made anew.
    pub renamed_from: Option<&'a str>,
}

/// What else a database lets a table have. Other databases pass it over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableOption<'a> {
    /// The storage engine: `ENGINE=InnoDB` (MySQL).
    Engine(&'a str),
    /// The character set of its texts: `DEFAULT CHARSET=utf8mb4` (MySQL).
    Charset(&'a str),
    /// The collation of its texts: `COLLATE=utf8mb4_bin` (MySQL).
    Collate(&'a str),
    /// The first number of an `AUTO_INCREMENT` column (MySQL).
    AutoIncrement(u64),
    /// How rows are stored: `ROW_FORMAT=DYNAMIC` (MySQL).
    RowFormat(&'a str),
    /// How its rows are spread over partitions: `RANGE (day)` (PostgreSQL; on MySQL with the partitions behind it).
    PartitionBy(&'a str),
    /// The table of which it is a partition, and which rows it holds (PostgreSQL):
    /// `PartitionOf("log", "FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')")`.
    PartitionOf(&'a str, &'a str),
    /// The table whose columns it has too (PostgreSQL).
    Inherits(&'a str),
    /// A storage parameter: `Storage("fillfactor", "70")` (PostgreSQL).
    Storage(&'a str, &'a str),
    /// The tablespace it stands in (PostgreSQL, MySQL).
    Tablespace(&'a str),
    /// Not written to the log, and empty after a crash (PostgreSQL).
    Unlogged,
    /// Gone at the end of the session.
    Temporary,
    /// No hidden row number (SQLite).
    WithoutRowid,
    /// Values have to be of the columns' types (SQLite).
    Strict,
    /// Text behind the table, for the database of this name: `Other("mysql", "COMPRESSION='zlib'")`.
    Other(&'a str, &'a str),
}

impl<'a> Table<'a> {
    /// Returns a table (`table` or `schema.table`) with these columns and constraints.
    pub fn new(
        name: &'a str,
        columns: &'a [Column<'a>],
        constraints: &'a [Constraint<'a>],
    ) -> Self {
        let name = TableName::parse(name);
        Self {
            name,
            columns,
            constraints,
            indexes: &[],
            options: &[],
            comment: None,
            renamed_from: None,
        }
    }

    /// Gives it indexes.
    pub const fn indexes(mut self, indexes: &'a [Index<'a>]) -> Self {
        self.indexes = indexes;
        self
    }

    /// Gives it options of some databases.
    pub const fn options(mut self, options: &'a [TableOption<'a>]) -> Self {
        self.options = options;
        self
    }

    /// Keeps a remark in the database.
    pub const fn comment(mut self, text: &'a str) -> Self {
        self.comment = Some(text);
        self
    }

    /// Says which name it had before, for autogenerate: the table is renamed instead of made anew.
    pub const fn rename_from(mut self, old_name: &'a str) -> Self {
        self.renamed_from = Some(old_name);
        self
    }
}
