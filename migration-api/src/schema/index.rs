//! Indexes of a table.

use super::TableName;

/// An index of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Index<'a> {
    /// The index's name; `None` leaves it to the naming convention: `ix_<table>_<column>` unless told.
    pub name: Option<&'a str>,
    /// The table it belongs to.
    pub table: TableName<'a>,
    /// What it is over, in order.
    pub keys: IndexKeys<'a>,
    /// Whether it refuses a value that stands twice.
    pub unique: bool,
    /// The kind of index: `gin` on PostgreSQL; `hash`, `fulltext` or `spatial` on MySQL.
    pub using: Option<&'a str>,
    /// The rows that it holds, an SQL expression (PostgreSQL, SQLite); all, unless told.
    pub predicate: Option<&'a str>,
    /// Columns that it carries along (PostgreSQL).
    pub include: &'a [&'a str],
    /// Its storage parameters: `[("fillfactor", "70")]` (PostgreSQL).
    pub storage: &'a [(&'a str, &'a str)],
    /// The tablespace it stands in (PostgreSQL).
    pub tablespace: Option<&'a str>,
    /// Whether a unique one takes two NULLs for the same value (PostgreSQL).
    pub nulls_not_distinct: bool,
    /// A remark kept in the database. SQLite has none, and leaves it out.
    pub comment: Option<&'a str>,
}

/// What an index is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IndexKeys<'a> {
    /// Columns, by their names.
    Columns(&'a [&'a str]),
    /// Columns and expressions, with an order of their own.
    Parts(&'a [IndexPart<'a>]),
}

/// One of the things that an index is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IndexPart<'a> {
    /// The column's name, or the text of the SQL expression.
    pub text: &'a str,
    /// Whether it is an expression.
    pub is_expression: bool,
    /// Whether large values come first.
    pub descending: bool,
    /// Where NULLs stand (PostgreSQL).
    pub nulls: Option<Nulls>,
    /// The order of its texts, by the database's name of a collation (PostgreSQL, SQLite).
    pub collation: Option<&'a str>,
    /// What the index can be asked for, by the name of an operator class (PostgreSQL): `text_pattern_ops`.
    pub operator_class: Option<&'a str>,
    /// How many characters or bytes of the value it holds (MySQL).
    pub prefix_length: Option<u32>,
}

/// Where NULLs stand in an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nulls {
    /// Before all values.
    First,
    /// Behind all values.
    Last,
}

impl<'a> Index<'a> {
    /// Returns an index of `table` (`table` or `schema.table`) over `columns`.
    pub fn new(name: &'a str, table: &'a str, columns: &'a [&'a str]) -> Self {
        Self::over(Some(name), TableName::parse(table), IndexKeys::Columns(columns))
    }

    /// Returns an index of `table` (`table` or `schema.table`) over columns and expressions:
    /// `&[IndexPart::column("at").descending(), IndexPart::expression("lower(name)")]`.
    pub fn of_parts(name: &'a str, table: &'a str, parts: &'a [IndexPart<'a>]) -> Self {
        Self::over(Some(name), TableName::parse(table), IndexKeys::Parts(parts))
    }

    /// Returns an index of a table over whatever it is, with a name or without.
    pub const fn over(name: Option<&'a str>, table: TableName<'a>, keys: IndexKeys<'a>) -> Self {
        Self {
            name,
            table,
            keys,
            unique: false,
            using: None,
            predicate: None,
            include: &[],
            storage: &[],
            tablespace: None,
            nulls_not_distinct: false,
            comment: None,
        }
    }

    /// Leaves the name to the naming convention.
    pub const fn unnamed(mut self) -> Self {
        self.name = None;
        self
    }

    /// Makes the index refuse a value that stands twice.
    pub const fn unique(mut self) -> Self {
        self.unique = true;
        self
    }

    /// Makes it an index of this kind: `gin` on PostgreSQL; `hash`, `fulltext` or `spatial` on MySQL.
    pub const fn using(mut self, method: &'a str) -> Self {
        self.using = Some(method);
        self
    }

    /// Holds only rows for which this SQL expression is true (PostgreSQL, SQLite).
    pub const fn predicate(mut self, condition: &'a str) -> Self {
        self.predicate = Some(condition);
        self
    }

    /// Carries these columns along (PostgreSQL).
    pub const fn include(mut self, columns: &'a [&'a str]) -> Self {
        self.include = columns;
        self
    }

    /// Sets storage parameters: `.storage(&[("fillfactor", "70")])` (PostgreSQL).
    pub const fn storage(mut self, parameters: &'a [(&'a str, &'a str)]) -> Self {
        self.storage = parameters;
        self
    }

    /// Stands in this tablespace (PostgreSQL).
    pub const fn tablespace(mut self, name: &'a str) -> Self {
        self.tablespace = Some(name);
        self
    }

    /// Takes two NULLs for the same value in a unique index (PostgreSQL 15).
    pub const fn nulls_not_distinct(mut self) -> Self {
        self.nulls_not_distinct = true;
        self
    }

    /// Keeps a remark in the database.
    pub const fn comment(mut self, text: &'a str) -> Self {
        self.comment = Some(text);
        self
    }
}

impl<'a> IndexPart<'a> {
    /// Returns a column as a part of an index.
    pub const fn column(name: &'a str) -> Self {
        Self {
            text: name,
            is_expression: false,
            descending: false,
            nulls: None,
            collation: None,
            operator_class: None,
            prefix_length: None,
        }
    }

    /// Returns an SQL expression as a part of an index.
    pub const fn expression(text: &'a str) -> Self {
        Self { is_expression: true, ..Self::column(text) }
    }

    /// Puts large values first.
    pub const fn descending(mut self) -> Self {
        self.descending = true;
        self
    }

    /// Puts NULLs before all values (PostgreSQL).
    pub const fn nulls_first(mut self) -> Self {
        self.nulls = Some(Nulls::First);
        self
    }

    /// Puts NULLs behind all values (PostgreSQL).
    pub const fn nulls_last(mut self) -> Self {
        self.nulls = Some(Nulls::Last);
        self
    }

    /// Orders its texts by a collation (PostgreSQL, SQLite).
    pub const fn collation(mut self, name: &'a str) -> Self {
        self.collation = Some(name);
        self
    }

    /// Says what the index can be asked for (PostgreSQL): `text_pattern_ops`.
    pub const fn operator_class(mut self, name: &'a str) -> Self {
        self.operator_class = Some(name);
        self
    }

    /// Holds so many characters or bytes of the value (MySQL).
    pub const fn prefix_length(mut self, length: u32) -> Self {
        self.prefix_length = Some(length);
        self
    }
}
