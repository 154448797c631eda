//! Several changes to one table.

use migration_api::ops::{Batch, BatchOptions, Operation, Position, Recreate};

use super::data::{list, text, texts};
use super::parts::Parts;
use super::source::{Calls, invocation};
use super::{column, constraint, index, table};
use crate::sql::within;

/// Returns the statement that makes all changes of a batch, unless the hook leaves out all of them.
pub(super) fn batch(parts: &mut Parts<'_>, batch: &Batch<'_>) -> Option<String> {
    let write = |it: &Operation<'_>| change(parts, &within(it, batch));
    let changes: Vec<String> = batch.operations.iter().filter_map(write).collect();
    if changes.is_empty() && !batch.operations.is_empty() {
        return None;
    }
    let closure = if changes.is_empty() {
        "|_| {}".to_owned()
    } else {
        format!("|batch| {{ {}; }}", changes.join("; "))
    };
    let name = parts.name(batch.table);
    if batch.options == BatchOptions::new() {
        return Some(invocation("batch_alter_table", &[name, closure]));
    }
    let options = format!("&{}", options(parts, batch));
    Some(invocation("batch_alter_table_with", &[name, options, closure]))
}

fn options(parts: &mut Parts<'_>, batch: &Batch<'_>) -> String {
    let BatchOptions {
        recreate,
        copy_from,
        constraints,
        options,
        without,
        columns,
        partial_reordering,
    } = batch.options;
    let copy = copy_from.and_then(|it| table::table(parts, &it));
    let constraints: Vec<String> =
        constraints.iter().filter_map(|it| constraint::part(parts, batch.table, it)).collect();
    let columns: Vec<String> =
        columns.iter().filter_map(|it| column::part(parts, batch.table, it, false)).collect();
    let is_order = !partial_reordering.is_empty();
    Calls::new("BatchOptions::new", &[])
        .with("recreate", (recreate != Recreate::Auto).then(|| format!("Recreate::{recreate:?}")))
        .with("copy_from", copy)
        .with("constraints", (!constraints.is_empty()).then(|| list(constraints)))
        .with("options", table::options(options))
        .with("without", table::options(without))
        .with("columns", (!columns.is_empty()).then(|| list(columns)))
        .with(
            "partial_reordering",
            is_order.then(|| list(partial_reordering.iter().map(|run| texts(run)))),
        )
        .source()
}

/// Returns the call that makes one change, unless the hook leaves it out.
fn change(parts: &mut Parts<'_>, operation: &Operation<'_>) -> Option<String> {
    let call =
        |method: &str, arguments: &[String]| Some(Calls::on("batch", method, arguments).source());
    let unnamed = || text("");
    match operation {
        Operation::AddColumn(op) => {
            let column = column::part(parts, op.table, &op.column, false)?;
            match (op.position, op.if_not_exists) {
                (Position::Last, false) => call("add_column", &[column]),
                (Position::After(other), false) => call("add_column_after", &[column, text(other)]),
                (Position::Before(other), false) => {
                    call("add_column_before", &[column, text(other)])
                }
                _ => {
                    let op = column::addition(op, &[unnamed(), column]);
                    call("add_column_with", &[op.source()])
                }
            }
        }
        Operation::DropColumn(op) if parts.is_skipped("column", op.table, op.column) => None,
        Operation::DropColumn(op) => {
            let value = column::dropping(op, &[unnamed(), text(op.column)]);
            match value.is_chain() {
                false => call("drop_column", &[text(op.column)]),
                true => call("drop_column_with", &[value.source()]),
            }
        }
        Operation::AlterColumn(op) => {
            let start = Calls::new("AlterColumn::in_batch", &[text(op.column)]);
            let change = column::change(parts, op, start)?;
            call("alter_column", &[change])
        }
        Operation::CreateIndex(op) => index::in_batch(parts, op),
        Operation::DropIndex(op) if parts.is_skipped("index", op.table, op.name) => None,
        Operation::DropIndex(op) => {
            let value = index::dropping(op, &[text(op.name), unnamed()]);
            match value.is_chain() {
                false => call("drop_index", &[text(op.name)]),
                true => call("drop_index_with", &[value.source()]),
            }
        }
        Operation::AddConstraint(op) => constraint::in_batch(parts, op),
        Operation::DropConstraint(op) if parts.is_skipped("constraint", op.table, op.name) => None,
        Operation::DropConstraint(op) => {
            let value = constraint::dropping(op, &[unnamed(), text(op.name)]);
            match value.is_chain() {
                false => call("drop_constraint", &[text(op.name)]),
                true => call("drop_constraint_with", &[value.source()]),
            }
        }
        // A batch takes no other.
        _ => None,
    }
}
