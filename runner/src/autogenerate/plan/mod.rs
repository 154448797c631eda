//! What has to be done for a list of changes, in an order that runs.
//!
//! First goes what would be in the way: triggers, policies, views and foreign keys that go, change, or hold what changes. Then
//! come types, sequences and tables; then the tables that stay are changed, one after the other; then foreign keys, functions, views
//! and what hangs on them are made; and at the end goes what is wanted no longer.

mod alter_column;
mod alter_table;
mod batch;
mod columns;
mod conversion;
mod disturbed;
mod foreign_keys;
mod objects;
mod options;
mod parts;
mod types;

use migration_api::abi::Arena;
use migration_api::ops::{AlterColumn, DropTable, Execute, Operation, RenameTable};
use migration_api::schema::{Table, TableName};

use super::body::{Body, Line};
use super::change::{Change, Sides};
use super::{Suggestion, create_all, ordered_tables};
use crate::dialect::Dialect;
use crate::schema::Schema;
use crate::sql::Feature;

/// Makes operations of changes, in one direction.
#[derive(Clone, Copy)]
pub(super) struct Planner<'p, 'a> {
    pub(super) dialect: &'static dyn Dialect,
    pub(super) arena: &'a Arena,
    /// What differs.
    pub(super) changes: &'p [Change<'a>],
    /// What looks renamed, but is not written so.
    pub(super) suggestions: &'p [Suggestion],
    /// The schema before, but that renamed things have their new names.
    pub(super) from: &'p Schema<'a>,
    /// The schema after.
    pub(super) to: &'p Schema<'a>,
    /// Whether all changes of a table are a batch.
    pub(super) always_batch: bool,
    /// Whether things get their new names before all else, or after it.
    pub(super) renames_first: bool,
}

/// The lines of a body in the making.
#[derive(Default)]
pub(super) struct Lines<'a>(Vec<Line<'a>>);

impl<'a> Lines<'a> {
    fn push(&mut self, operation: impl Into<Operation<'a>>) {
        self.0.push(Line::Operation(operation.into()));
    }

    fn extend(&mut self, operations: impl IntoIterator<Item = Operation<'a>>) {
        self.0.extend(operations.into_iter().map(Line::Operation));
    }

    fn comment(&mut self, text: String) {
        self.0.push(Line::Comment(text));
    }
}

impl<'a> Planner<'_, 'a> {
    /// Returns what has to be done.
    pub(super) fn body(&self) -> Body<'a> {
        let mut lines = Lines::default();
        if self.renames_first {
            self.rename(&mut lines);
        }
        self.clear_the_way(&mut lines);
        self.make_types_and_tables(&mut lines);
        self.alter_tables(&mut lines);
        self.own_sequences(&mut lines);
        self.add_foreign_keys(&mut lines);
        if self.renames_first {
            self.make_the_rest(&mut lines);
            self.make_security(&mut lines);
        } else {
            // Policies are told by the names that there are now; views and triggers have texts with the old ones.
            self.make_security(&mut lines);
            self.rename(&mut lines);
            self.make_the_rest(&mut lines);
        }
        self.drop_the_rest(&mut lines);
        Body { lines: lines.0 }
    }

    fn rename(&self, lines: &mut Lines<'a>) {
        let mut operations = Vec::new();
        for change in self.changes {
            match *change {
                Change::RenamedTable { from, to } => {
                    operations.push(RenameTable { table: from, new_name: to.name }.into());
                }
                Change::RenamedColumn { table, from, to } => {
                    let change = AlterColumn { table, ..AlterColumn::new("", from) };
                    operations.push(change.rename(to).into());
                }
                _ => {}
            }
        }
        // Columns are named with their tables' new names.
        if !self.renames_first {
            operations.reverse();
        }
        lines.extend(operations);
    }

    fn clear_the_way(&self, lines: &mut Lines<'a>) {
        self.drop_triggers_and_policies(lines);
        self.drop_views(lines);
        self.drop_foreign_keys(lines);
        for table in self.dropped_early() {
            self.drop_table(&table, lines);
        }
    }

    fn make_types_and_tables(&self, lines: &mut Lines<'a>) {
        self.alter_types(lines);
        let mut new = Schema::default();
        let added = |sides: &Sides<Table<'a>>| sides.to;
        for change in self.changes {
            match change {
                Change::Schema(Sides { from: None, to: Some(name) }) => new.schemas.push(name),
                Change::Extension(Sides { from: None, to: Some(it) }) => new.extensions.push(*it),
                Change::Enum(Sides { from: None, to: Some(it) }) => new.enums.push(*it),
                Change::Domain(Sides { from: None, to: Some(it) }) => new.domains.push(*it),
                Change::Sequence(Sides { from: None, to: Some(it) }) => {
                    let mut it = *it;
                    it.owned_by = None;
                    new.sequences.push(it);
                }
                Change::Table(sides) => {
                    new.tables.extend(added(sides).map(|table| self.without_later_keys(&table)));
                }
                _ => {}
            }
        }
        new.routines = self.early_routines();
        new.sort();
        for operation in create_all(self.dialect, &new, self.arena) {
            if let Operation::CreateTable(op) = &operation {
                lines.0.extend(self.renamed_table(op.table).map(Line::Comment));
            }
            lines.push(operation);
        }
    }

    /// Returns the advice for a new table that looks like an old one with a new name.
    fn renamed_table(&self, table: TableName<'_>) -> Option<String> {
        self.suggestions.iter().find_map(|it| match it {
            Suggestion::Table { from, to } if *to == table.to_string() => Some(format!(
                "Is `{to}` the old `{from}`? Then, instead of making it here and dropping `{from}` below:\n\
                 ctx.rename_table(\"{from}\", \"{}\")?;",
                table.name
            )),
            _ => None,
        })
    }

    /// Returns the advice for a new column that looks like an old one with a new name.
    fn renamed_column(&self, table: TableName<'_>, column: &str) -> Option<String> {
        self.suggestions.iter().find_map(|it| match it {
            Suggestion::Column { table: of, from, to }
                if *of == table.to_string() && to == column =>
            {
                Some(format!(
                    "Is `{to}` the old `{from}`? Then, instead of adding it and dropping `{from}`:\n\
                     ctx.alter_column(AlterColumn::new(\"{table}\", \"{from}\").rename(\"{to}\"))?;"
                ))
            }
            _ => None,
        })
    }

    fn drop_the_rest(&self, lines: &mut Lines<'a>) {
        let early = self.dropped_early();
        let removed: Vec<Table<'a>> = self
            .changes
            .iter()
            .filter_map(|change| match change {
                Change::Table(Sides { from: Some(table), to: None }) => Some(*table),
                _ => None,
            })
            .filter(|table| !early.iter().any(|it| it.name == table.name))
            .collect();
        for table in ordered_tables(&removed).tables.iter().rev() {
            self.drop_table(table, lines);
        }
        self.drop_objects(lines);
    }

    /// Returns the tables that have to go before new ones come: they are made anew, or their names are taken again.
    fn dropped_early(&self) -> Vec<Table<'a>> {
        let new_names = self.new_names();
        let is_early = |change: &Change<'a>| match change {
            Change::Table(Sides { from: Some(table), to: Some(_) }) => Some(*table),
            Change::Table(Sides { from: Some(table), to: None }) => {
                let mut names = names_in(table);
                names.any(|name| new_names.contains(&(table.name.schema, name))).then_some(*table)
            }
            _ => None,
        };
        let early: Vec<Table<'a>> = self.changes.iter().filter_map(is_early).collect();
        ordered_tables(&early).tables.into_iter().rev().collect()
    }

    /// Returns the names of indexes and constraints that come, which share one room in a schema.
    fn new_names(&self) -> Vec<(Option<&'a str>, &'a str)> {
        let mut names = Vec::new();
        for change in self.changes {
            match change {
                Change::Table(Sides { to: Some(table), .. }) => {
                    names.extend(names_in(table).map(|name| (table.name.schema, name)));
                }
                Change::Constraint { table, sides: Sides { to: Some(it), .. } } => {
                    names.extend(it.name.map(|name| (table.schema, name)));
                }
                Change::Index { table, sides: Sides { to: Some(it), .. } } => {
                    names.extend(it.name.map(|name| (table.schema, name)));
                }
                _ => {}
            }
        }
        names
    }

    fn drop_table(&self, table: &Table<'a>, lines: &mut Lines<'a>) {
        lines.comment(format!("The rows of `{}` are lost.", table.name));
        lines.push(DropTable { table: table.name, if_exists: false, cascade: false });
    }

    /// Returns whether this table goes, for good or to be made anew.
    fn goes(&self, table: TableName<'_>) -> bool {
        self.changes.iter().any(|change| match change {
            Change::Table(Sides { from: Some(it), .. }) => it.name == table,
            _ => false,
        })
    }

    /// Returns whether this table is new, or made anew.
    fn is_new(&self, table: TableName<'_>) -> bool {
        self.changes.iter().any(|change| match change {
            Change::Table(Sides { to: Some(it), .. }) => it.name == table,
            _ => false,
        })
    }

    /// Returns whether the database takes foreign keys of a table that is there.
    fn adds_keys_later(&self) -> bool {
        !self.has_limit(Feature::AddForeignKey)
    }

    fn has_limit(&self, feature: Feature) -> bool {
        self.dialect.limits().iter().any(|limit| limit.feature == feature)
    }

    fn execute(&self, sql: String) -> Operation<'a> {
        Execute { sql: self.arena.keep_text(sql), parameters: &[] }.into()
    }
}

/// Returns the names of a table's indexes and constraints.
fn names_in<'t, 'a>(table: &'t Table<'a>) -> impl Iterator<Item = &'a str> + use<'t, 'a> {
    let constraints = table.constraints.iter().filter_map(|it| it.name);
    constraints.chain(table.indexes.iter().filter_map(|it| it.name))
}
