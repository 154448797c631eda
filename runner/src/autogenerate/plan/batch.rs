//! Changes of a table that are carried out together.

use migration_api::ops::{AddColumn, Batch, BatchOptions, Operation, Position};
use migration_api::schema::{Column, DefaultValue, TableName};

use super::super::body::Line;
use super::alter_table::OfTable;
use super::{Lines, Planner};

impl<'a> Planner<'_, 'a> {
    /// Puts a new column at the end where a table is changed by SQLite's own statements.
    pub(super) fn without_place(&self, line: Line<'a>) -> Line<'a> {
        match line {
            Line::Operation(Operation::AddColumn(op)) if !self.adds_keys_later() => {
                Line::Operation(AddColumn { position: Position::Last, ..op }.into())
            }
            other => other,
        }
    }

    /// Returns whether SQLite has no statements of its own for these changes.
    pub(super) fn needs_batch(&self, lines: &Lines<'a>) -> bool {
        lines.0.iter().any(|line| match line {
            Line::Comment(_) | Line::Source(_) => false,
            Line::Operation(operation) => match operation {
                Operation::CreateIndex(_) | Operation::DropIndex(_) => false,
                Operation::DropColumn(_) => false,
                Operation::AddColumn(op) => !is_simple(&op.column),
                _ => true,
            },
        })
    }

    pub(super) fn batch(
        &self,
        table: TableName<'a>,
        all: &OfTable<'a>,
        inner: Lines<'a>,
        lines: &mut Lines<'a>,
    ) {
        let mut operations = Vec::new();
        for line in inner.0 {
            match line {
                Line::Operation(operation) => operations.push(operation),
                other => lines.0.push(other),
            }
        }
        let mut options = BatchOptions::new();
        if !self.adds_keys_later() {
            let new = all.options.iter().filter_map(|sides| sides.to);
            let gone =
                all.options.iter().filter(|sides| sides.to.is_none()).filter_map(|it| it.from);
            options = options
                .options(self.arena.keep(new.collect()))
                .without(self.arena.keep(gone.collect()));
        }
        if !operations.is_empty() || options != BatchOptions::new() {
            let operations = self.arena.keep(operations);
            lines.push(Batch { table, options, operations });
        }
        if self.adds_keys_later() {
            self.set_options(table, all, lines);
        }
    }
}

/// Returns whether SQLite adds this column by a statement of its own.
///
/// <https://www.sqlite.org/lang_altertable.html#alter_table_add_column>
fn is_simple(column: &Column<'_>) -> bool {
    let has_constant = matches!(column.default, Some(DefaultValue::Literal(_)));
    let takes_default = column.default.is_none() || has_constant;
    let is_stored = column.computed.is_some_and(|it| it.stored == Some(true));
    takes_default && !is_stored && (column.nullable || has_constant || column.computed.is_some())
}
