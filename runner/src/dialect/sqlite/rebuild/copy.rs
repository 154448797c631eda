//! What the new table's columns take from the old one's.

use super::error::RebuildError;
use super::table_text::TableText;
use super::token::{self, quoted_name};

/// What a column takes from each row of the old table, if not its column of the same name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CopyColumn<'a> {
    pub(crate) column: &'a str,
    /// An expression over the old table's columns: `CAST("a" AS INTEGER)`.
    pub(crate) expression: &'a str,
}

/// A column of the new table, and the expression that fills it.
struct Pair {
    column: String,
    expression: String,
}

/// Returns the statement that copies the rows, in their order and with their row ids.
///
/// Columns that are generated in the new table are left out: they fill themselves.
pub(super) fn insert(
    (old, from): (&TableText, &str),
    (new, into): (&TableText, &str),
    copies: &[CopyColumn<'_>],
) -> Result<String, RebuildError> {
    check(new, copies)?;
    let mut pairs = rowid(old, new);
    for item in new.columns.iter().filter(|item| !item.part.is_generated()) {
        let name = &item.part.name;
        let column = quoted_name(name);
        let copy = copies.iter().find(|copy| token::same_name(copy.column, name));
        match copy {
            Some(copy) => pairs.push(Pair { column, expression: copy.expression.to_owned() }),
            None if item.part.is_old => pairs.push(Pair { expression: column.clone(), column }),
            None => {}
        }
    }
    if pairs.is_empty() {
        return Err(RebuildError::NothingCopied { table: old.name.clone() });
    }
    let columns: Vec<_> = pairs.iter().map(|pair| pair.column.as_str()).collect();
    let expressions: Vec<_> = pairs.iter().map(|pair| pair.expression.as_str()).collect();
    let order = rowid_name(old, old).map(|name| format!(" ORDER BY {name}")).unwrap_or_default();
    // A constraint with `ON CONFLICT REPLACE` or `IGNORE` would quietly leave rows out.
    // https://sqlite.org/lang_conflict.html
    Ok(format!(
        "INSERT OR ABORT INTO {into} ({}) SELECT {} FROM {from}{order}",
        columns.join(", "),
        expressions.join(", ")
    ))
}

fn check(new: &TableText, copies: &[CopyColumn<'_>]) -> Result<(), RebuildError> {
    for copy in copies {
        let index = new.column_index(copy.column)?;
        if new.columns[index].part.is_generated() {
            let (table, column) = (new.name.clone(), copy.column.to_owned());
            return Err(RebuildError::Generated { table, column });
        }
    }
    Ok(())
}

/// Keeps the row ids that no column stands for: a full-text index may refer to them.
/// <https://sqlite.org/fts5.html#external_content_tables>
fn rowid(old: &TableText, new: &TableText) -> Vec<Pair> {
    let name = if new.rowid_column().is_none() { rowid_name(old, new) } else { None };
    name.map(|name| Pair { column: name.to_owned(), expression: name.to_owned() })
        .into_iter()
        .collect()
}

/// Returns a name by which both tables have a row id: one that is no column's.
///
/// <https://sqlite.org/lang_createtable.html#rowid>
fn rowid_name(old: &TableText, new: &TableText) -> Option<&'static str> {
    let is_column = |name: &str| {
        let mut columns = old.column_names().chain(new.column_names());
        columns.any(|column| token::same_name(column, name))
    };
    let have = !old.is_without_rowid() && !new.is_without_rowid();
    ["rowid", "_rowid_", "oid"].into_iter().find(|name| have && !is_column(name))
}
