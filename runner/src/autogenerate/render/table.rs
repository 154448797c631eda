//! Tables, and operations on them.

use migration_api::ops::{CreateTable, DropTable, RenameTable, SetTableComment, SetTableOption};
use migration_api::schema::{
    Column, Constraint, ConstraintKind, Table, TableName, TableOption, Timing,
};

use super::data::{list, sql, text};
use super::parts::Parts;
use super::source::{Calls, invocation, short_or_invoked};
use super::{column, constraint, index};

/// Returns the statement that creates a table, unless the hook leaves out all of its columns.
pub(super) fn create_table(parts: &mut Parts<'_>, op: &CreateTable<'_>) -> Option<String> {
    let arguments = arguments(parts, op.table, op.columns, op.constraints)?;
    let calls = Calls::new("CreateTable::new", &arguments)
        .with("indexes", index::several(parts, op.indexes))
        .with("options", options(op.options))
        .with("comment", op.comment.map(text))
        .when(op.if_not_exists, "if_not_exists");
    Some(short_or_invoked("create_table", &arguments, calls))
}

/// Returns a table, unless the hook leaves out all of its columns.
pub(super) fn table(parts: &mut Parts<'_>, table: &Table<'_>) -> Option<String> {
    let arguments = arguments(parts, table.name, table.columns, table.constraints)?;
    let calls = Calls::new("Table::new", &arguments)
        .with("indexes", index::several(parts, table.indexes))
        .with("options", options(table.options))
        .with("comment", table.comment.map(text))
        .with("rename_from", table.renamed_from.map(text));
    Some(calls.source())
}

fn arguments(
    parts: &mut Parts<'_>,
    table: TableName<'_>,
    columns: &[Column<'_>],
    constraints: &[Constraint<'_>],
) -> Option<[String; 3]> {
    let mut key: &[&str] = &[];
    let mut written = Vec::new();
    for it in constraints {
        let is_default = parts.next_is_default();
        let source = constraint::part(parts, table, it);
        match on_columns(parts, table, columns, it) {
            Some(columns) if is_default => key = columns,
            _ => written.extend(source),
        }
    }
    let write = |it: &Column<'_>| column::part(parts, table, it, key.contains(&it.name));
    let written_columns: Vec<String> = columns.iter().filter_map(write).collect();
    if written_columns.is_empty() && !columns.is_empty() {
        return None;
    }
    Some([parts.name(table), list(written_columns), list(written)])
}

/// Returns the columns of a primary key that is said as well by the columns themselves: its name is that which the
/// database gives, and they stand in the key's order.
fn on_columns<'a>(
    parts: &Parts<'_>,
    table: TableName<'_>,
    columns: &[Column<'_>],
    constraint: &Constraint<'a>,
) -> Option<&'a [&'a str]> {
    let ConstraintKind::PrimaryKey(key) = constraint.kind else {
        return None;
    };
    let is_usual = |name| (parts.options.is_usual_key_name)(table, name);
    let plain = Constraint { name: constraint.name, ..Constraint::primary_key("", key) };
    let in_order: Vec<&str> = columns
        .iter()
        .filter(|it| key.contains(&it.name) && !it.nullable)
        .map(|it| it.name)
        .collect();
    let is_said = constraint.name.is_none_or(is_usual)
        && *constraint == plain
        && constraint.timing == Timing::default()
        && in_order == key
        && columns.iter().all(|it| !it.primary_key);
    is_said.then_some(key)
}

/// Returns options of a table, if there are any.
pub(super) fn options(options: &[TableOption<'_>]) -> Option<String> {
    (!options.is_empty()).then(|| list(options.iter().map(|it| option(*it))))
}

fn option(option: TableOption<'_>) -> String {
    let of = |name: &str, arguments: &[String]| {
        Calls::new(&format!("TableOption::{name}"), arguments).source()
    };
    match option {
        TableOption::Engine(it) => of("Engine", &[text(it)]),
        TableOption::Charset(it) => of("Charset", &[text(it)]),
        TableOption::Collate(it) => of("Collate", &[text(it)]),
        TableOption::AutoIncrement(it) => of("AutoIncrement", &[it.to_string()]),
        TableOption::RowFormat(it) => of("RowFormat", &[text(it)]),
        TableOption::PartitionBy(it) => of("PartitionBy", &[sql(it)]),
        TableOption::PartitionOf(parent, rows) => of("PartitionOf", &[text(parent), sql(rows)]),
        TableOption::Inherits(it) => of("Inherits", &[text(it)]),
        TableOption::Storage(key, value) => of("Storage", &[text(key), text(value)]),
        TableOption::Tablespace(it) => of("Tablespace", &[text(it)]),
        TableOption::Unlogged
        | TableOption::Temporary
        | TableOption::WithoutRowid
        | TableOption::Strict => format!("TableOption::{option:?}"),
        TableOption::Other(dialect, words) => of("Other", &[text(dialect), sql(words)]),
    }
}

/// Returns the statement that drops a table.
pub(super) fn drop_table(parts: &mut Parts<'_>, op: &DropTable<'_>) -> String {
    let arguments = [parts.name(op.table)];
    let calls = Calls::new("DropTable::new", &arguments)
        .when(op.if_exists, "if_exists")
        .when(op.cascade, "cascade");
    short_or_invoked("drop_table", &arguments, calls)
}

/// Returns the statement that renames a table.
pub(super) fn rename_table(parts: &mut Parts<'_>, op: &RenameTable<'_>) -> String {
    invocation("rename_table", &[parts.name(op.table), text(op.new_name)])
}

/// Returns the statement that sets or drops the remark on a table.
pub(super) fn set_table_comment(parts: &mut Parts<'_>, op: &SetTableComment<'_>) -> String {
    let table = parts.name(op.table);
    match op.comment {
        None => invocation("drop_table_comment", &[table]),
        Some(comment) => invocation("create_table_comment", &[table, text(comment)]),
    }
}

/// Returns the statement that sets an option of a table.
pub(super) fn set_table_option(parts: &mut Parts<'_>, op: &SetTableOption<'_>) -> String {
    invocation("set_table_option", &[parts.name(op.table), option(op.option)])
}
