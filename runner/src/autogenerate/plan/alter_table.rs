//! Changes of tables that stay.

use migration_api::ops::SetTableComment;
use migration_api::schema::{
    Column, Constraint, ConstraintKind, Index, IndexKeys, Table, TableName, TableOption,
};

use super::super::change::{Change, Placed, Sides};
use super::super::mention::words;
use super::super::order::foreign_key;
use super::super::texts;
use super::{Lines, Planner};

/// The changes of one table, by what they are about.
#[derive(Default)]
pub(super) struct OfTable<'a> {
    pub(super) columns: Vec<Sides<Placed<'a>>>,
    pub(super) constraints: Vec<Sides<Constraint<'a>>>,
    pub(super) indexes: Vec<Sides<Index<'a>>>,
    pub(super) comment: Option<Sides<&'a str>>,
    pub(super) options: Vec<Sides<TableOption<'a>>>,
}

impl<'a> OfTable<'a> {
    /// Adds a column that stays as it is, but takes part in a change.
    fn add_column(&mut self, from: &Table<'a>, to: &Table<'a>, column: &Column<'a>) {
        let is_known =
            self.columns.iter().any(|it| it.from.is_some_and(|it| it.column.name == column.name));
        let stays = to.columns.iter().find(|it| it.name == column.name);
        let place = from.columns.iter().position(|it| it.name == column.name);
        if let (Some(stays), Some(place), false) = (stays, place, is_known) {
            let before = place.checked_sub(1).and_then(|at| from.columns.get(at));
            let placed = |column: &Column<'a>| Placed {
                column: *column,
                after: before.map(|it| it.name),
                is_last: place + 1 == from.columns.len(),
            };
            self.columns.push(Sides::changed(placed(column), placed(stays)));
        }
    }
}

impl<'a> Planner<'_, 'a> {
    /// Changes the tables that stay, one after the other.
    pub(super) fn alter_tables(&self, lines: &mut Lines<'a>) {
        let mut tables: Vec<TableName<'a>> =
            self.changes.iter().filter_map(Change::altered_table).collect();
        tables.extend(self.columns_of_recreated().into_iter().map(|(table, _)| table));
        tables.sort_unstable();
        tables.dedup();
        for table in tables {
            let mut of_table = self.of_table(table);
            self.add_disturbed(table, &mut of_table);
            self.alter_table(table, &of_table, lines);
        }
    }

    fn of_table(&self, table: TableName<'a>) -> OfTable<'a> {
        let mut all = OfTable::default();
        for change in self.changes.iter().filter(|it| it.altered_table() == Some(table)) {
            match change {
                Change::Column { sides, .. } => all.columns.push(*sides),
                Change::Constraint { sides, .. } => all.constraints.push(*sides),
                Change::Index { sides, .. } => all.indexes.push(*sides),
                Change::TableComment { sides, .. } => all.comment = Some(*sides),
                Change::TableOption { sides, .. } => all.options.push(*sides),
                _ => {}
            }
        }
        all
    }

    /// Adds what stays, but cannot while a column is made anew or has another type: constraints, indexes and computed columns
    /// over it.
    fn add_disturbed(&self, table: TableName<'a>, all: &mut OfTable<'a>) {
        let (Some(from), Some(to)) = (self.from.table(table), self.to.table(table)) else { return };
        let columns = from.columns.iter();
        let recreated = columns.clone().filter(|it| self.recreated_type(it.ty).is_some());
        recreated.for_each(|column| all.add_column(from, to, column));
        let changed = self.retyped(all);
        let computed = columns.filter(|column| {
            let expression = column.computed.map_or("", |it| it.expression);
            words(expression).any(|word| changed.contains(&word))
        });
        computed.for_each(|column| all.add_column(from, to, column));
        let anew: Vec<&str> = all
            .columns
            .iter()
            .filter(|sides| self.is_made_anew_as_column(sides))
            .filter_map(|sides| sides.from.map(|it| it.column.name))
            .collect();
        // The server keeps the words of an expression as they were made for the old type.
        let retyped: &[&str] = if self.dialect.views_hold_columns() { &changed } else { &[] };
        if anew.is_empty() && retyped.is_empty() {
            return;
        }
        let among = |names: &[&str], texts: Vec<&str>| {
            texts.into_iter().flat_map(words).any(|it| names.contains(&it))
        };
        for constraint in from.constraints {
            let is_known = all.constraints.iter().any(|it| it.from.as_ref() == Some(constraint));
            let is_over = among(&anew, columns_of_constraint(constraint))
                || among(retyped, texts::of_constraint(constraint));
            let stays = to.constraints.iter().find(|it| it.name == constraint.name);
            if !is_known && is_over && foreign_key(constraint).is_none() {
                all.constraints.push(Sides::changed(*constraint, *stays.unwrap_or(constraint)));
            }
        }
        for index in from.indexes {
            let is_known = all.indexes.iter().any(|it| it.from.as_ref() == Some(index));
            let is_over =
                among(&anew, columns_of_index(index)) || among(retyped, texts::of_index(index));
            let stays = to.indexes.iter().find(|it| it.name == index.name);
            if !is_known && is_over {
                all.indexes.push(Sides::changed(*index, *stays.unwrap_or(index)));
            }
        }
    }

    /// Returns the columns that get another type.
    fn retyped(&self, all: &OfTable<'a>) -> Vec<&'a str> {
        let retyped = all.columns.iter().filter_map(|sides| {
            let (from, to) = (sides.from?.column, sides.to?.column);
            let is_another =
                !self.same_type(from.ty, to.ty) || self.recreated_type(from.ty).is_some();
            is_another.then_some(from.name)
        });
        retyped.collect()
    }

    fn alter_table(&self, table: TableName<'a>, all: &OfTable<'a>, lines: &mut Lines<'a>) {
        let mut inner = Lines::default();
        self.drop_parts(table, all, &mut inner);
        self.change_columns(table, all, &mut inner);
        self.add_parts(table, all, &mut inner);
        let in_batch = self.always_batch || !self.adds_keys_later() && self.needs_batch(&inner);
        match in_batch {
            true => self.batch(table, all, inner, lines),
            false => {
                let without_places = inner.0.into_iter().map(|line| self.without_place(line));
                lines.0.extend(without_places);
                self.set_options(table, all, lines);
            }
        }
        if let Some(comment) = all.comment {
            lines.push(SetTableComment { table, comment: comment.to });
        }
    }
}

fn columns_of_constraint<'a>(constraint: &Constraint<'a>) -> Vec<&'a str> {
    match constraint.kind {
        ConstraintKind::PrimaryKey(columns) | ConstraintKind::Unique(columns) => columns.to_vec(),
        ConstraintKind::ForeignKey(key) => key.columns.to_vec(),
        ConstraintKind::Check(_) | ConstraintKind::Exclude(_) => texts::of_constraint(constraint),
    }
}

fn columns_of_index<'a>(index: &Index<'a>) -> Vec<&'a str> {
    let mut columns = match index.keys {
        IndexKeys::Columns(columns) => columns.to_vec(),
        IndexKeys::Parts(parts) => parts.iter().map(|part| part.text).collect(),
    };
    columns.extend(index.include);
    columns.extend(index.predicate);
    columns
}
