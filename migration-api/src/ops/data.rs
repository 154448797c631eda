//! Operations on rows, and statements written by the author.

use crate::schema::TableName;
use crate::value::Value;

/// A named value of a statement: its name, as in `:name`, and what it stands for.
pub type Parameter<'a> = (&'a str, Value<'a>);

/// Runs a statement written by the author.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Execute<'a> {
    /// The statement, with `:name` where a parameter stands.
    pub sql: &'a str,
    /// The parameters. With none, the text goes to the database as it is.
    pub parameters: &'a [Parameter<'a>],
}

/// Inserts rows into a table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BulkInsert<'a> {
    /// The table.
    pub table: TableName<'a>,
    /// The columns that the rows give, in order.
    pub columns: &'a [&'a str],
    /// The rows, each as long as `columns`.
    pub rows: &'a [&'a [Value<'a>]],
}

impl<'a> BulkInsert<'a> {
    /// Returns the insertion of `rows` into `table` (`table` or `schema.table`).
    pub fn new(table: &'a str, columns: &'a [&'a str], rows: &'a [&'a [Value<'a>]]) -> Self {
        Self { table: TableName::parse(table), columns, rows }
    }
}
