//! What differs between a table and the wanted one.

use migration_api::schema::{
    Column, Constraint, ConstraintKind, Index, Table, TableName, TableOption,
};

use super::super::change::{Change, Placed, Sides};
use super::{Comparer, paired};
use crate::schema::Schema;

impl<'a> Comparer<'_, 'a> {
    /// Adds what differs between a table as it is, as the server states the wanted one, and as its author wrote that.
    pub(super) fn table(
        &mut self,
        actual: &Schema<'a>,
        from: &Table<'a>,
        server: &Table<'a>,
        author: &Table<'a>,
        changes: &mut Vec<Change<'a>>,
    ) {
        let options = table_options(from, server);
        if options.iter().any(|sides| self.is_of_the_whole(from.name, *sides)) {
            let to = Table { renamed_from: None, ..*author };
            changes.push(Change::Table(Sides::changed(*from, to)));
            return;
        }
        self.columns(from, server, author, changes);
        self.constraints(from, server, author, changes);
        self.indexes(actual, from, server, author, changes);
        let table = from.name;
        if from.comment != server.comment {
            let sides = Sides { from: from.comment, to: server.comment };
            changes.push(Change::TableComment { table, sides });
        }
        changes.extend(options.into_iter().map(|sides| Change::TableOption { table, sides }));
    }

    /// Returns whether an option cannot change without the table being made anew.
    fn is_of_the_whole(&self, table: TableName<'a>, sides: Sides<TableOption<'a>>) -> bool {
        [sides.from, sides.to].into_iter().flatten().any(|option| match option {
            TableOption::PartitionBy(_) => self.dialect.reset_table_option(table, option).is_none(),
            TableOption::PartitionOf(..) | TableOption::Inherits(_) | TableOption::Temporary => {
                true
            }
            _ => false,
        })
    }

    fn columns(
        &mut self,
        from: &Table<'a>,
        server: &Table<'a>,
        author: &Table<'a>,
        changes: &mut Vec<Change<'a>>,
    ) {
        let table = from.name;
        for (old, new) in paired(from.columns, server.columns, |column| column.name) {
            let wanted = |new: &Column<'a>| {
                let column = author.columns.iter().find(|it| it.name == new.name).unwrap_or(new);
                placed(server, column)
            };
            let sides = match (old, new) {
                (Some(old), Some(new)) if self.same_column(server, old, new, from) => continue,
                (Some(old), Some(new)) => {
                    let mut to = wanted(new);
                    to.column = self.with_what_stays((server, new), &to.column, (from, old));
                    Sides::changed(placed(from, old), to)
                }
                (Some(old), None) => Sides::removed(placed(from, old)),
                (None, Some(new)) => Sides::added(wanted(new)),
                (None, None) => continue,
            };
            changes.push(Change::Column { table, sides });
        }
    }

    fn constraints(
        &mut self,
        from: &Table<'a>,
        server: &Table<'a>,
        author: &Table<'a>,
        changes: &mut Vec<Change<'a>>,
    ) {
        let table = from.name;
        let mut old: Vec<&Constraint<'a>> = from.constraints.iter().collect();
        let mut new = Vec::new();
        for wanted in server.constraints {
            let words = self.authors_words(server, author, wanted);
            // A name that its author did not give does not count.
            let is_named = words.is_some_and(|it| it.name.is_some());
            let known = match is_named {
                true => old.iter().position(|it| it.name == wanted.name),
                false => old
                    .iter()
                    .position(|it| {
                        it.name == wanted.name && self.same_constraint(server, it, wanted)
                    })
                    .or_else(|| old.iter().position(|it| self.same_constraint(server, it, wanted))),
            };
            let to = Constraint { name: wanted.name, ..*words.unwrap_or(wanted) };
            match known {
                Some(at) => {
                    let before = old.remove(at);
                    if !self.same_constraint(server, before, wanted) {
                        let sides = Sides::changed(*before, to);
                        changes.push(Change::Constraint { table, sides });
                    }
                }
                None => new.push((wanted, to)),
            }
        }
        for (wanted, to) in new {
            let same = old.iter().position(|it| {
                self.same_constraint(server, it, wanted) || both_are_keys(it, wanted)
            });
            let sides = match same {
                Some(at) => Sides::changed(*old.remove(at), to),
                None => Sides::added(to),
            };
            changes.push(Change::Constraint { table, sides });
        }
        changes.extend(
            old.into_iter().map(|it| Change::Constraint { table, sides: Sides::removed(*it) }),
        );
    }

    /// Returns a constraint as its author wrote it.
    fn authors_words<'t>(
        &mut self,
        server: &Table<'a>,
        author: &'t Table<'a>,
        constraint: &Constraint<'a>,
    ) -> Option<&'t Constraint<'a>> {
        let named =
            author.constraints.iter().find(|it| it.name.is_some() && it.name == constraint.name);
        if named.is_some() {
            return named;
        }
        let unnamed = author.constraints.iter().filter(|it| it.name.is_none());
        let of_kind: Vec<_> = unnamed
            .filter(|it| it.kind.constraint_type() == constraint.kind.constraint_type())
            .collect();
        if let Some(same) = of_kind.iter().find(|it| self.same_constraint(server, it, constraint)) {
            return Some(same);
        }
        let ConstraintKind::Check(_) = constraint.kind else { return None };
        // Of checks without a name, each stands in its place: the server keeps their order.
        let is_named = |it: &&&Constraint<'a>| {
            !author.constraints.iter().any(|other| other.name.is_some() && other.name == it.name)
        };
        let of_server = server.constraints.iter().collect::<Vec<_>>();
        let place = of_server
            .iter()
            .filter(|it| matches!(it.kind, ConstraintKind::Check(_)))
            .filter(is_named)
            .position(|it| *it == constraint)?;
        of_kind.get(place).copied()
    }

    fn indexes(
        &mut self,
        actual: &Schema<'a>,
        from: &Table<'a>,
        server: &Table<'a>,
        author: &Table<'a>,
        changes: &mut Vec<Change<'a>>,
    ) {
        let table = from.name;
        let is_invalid = |index: &Index<'a>| {
            index.name.is_some_and(|name| actual.invalid_indexes.contains(&(table, name)))
        };
        for (old, new) in paired(from.indexes, server.indexes, |index| index.name) {
            let wanted = |new: &Index<'a>| {
                let words = author.indexes.iter().find(|it| it.name == new.name).unwrap_or(new);
                Index { table, ..*words }
            };
            let sides = match (old, new) {
                (Some(old), Some(new)) if !is_invalid(old) && self.same_index(server, old, new) => {
                    continue;
                }
                (Some(old), Some(new)) => Sides::changed(*old, wanted(new)),
                (Some(old), None) => Sides::removed(*old),
                (None, Some(new)) => Sides::added(wanted(new)),
                (None, None) => continue,
            };
            changes.push(Change::Index { table, sides });
        }
    }
}

/// Returns a column with its place in the table.
fn placed<'a>(table: &Table<'a>, column: &Column<'a>) -> Placed<'a> {
    let place = table.columns.iter().position(|it| it.name == column.name).unwrap_or_default();
    let after = place.checked_sub(1).and_then(|before| table.columns.get(before));
    Placed {
        column: *column,
        after: after.map(|it| it.name),
        is_last: place + 1 == table.columns.len(),
    }
}

/// Returns whether both are primary keys, of which a table has one.
fn both_are_keys(one: &Constraint<'_>, other: &Constraint<'_>) -> bool {
    matches!((one.kind, other.kind), (ConstraintKind::PrimaryKey(_), ConstraintKind::PrimaryKey(_)))
}

/// Returns the options that differ.
fn table_options<'a>(from: &Table<'a>, to: &Table<'a>) -> Vec<Sides<TableOption<'a>>> {
    let pairs = paired(from.options, to.options, option_key);
    let differing = pairs.into_iter().filter(|(from, to)| from != to);
    differing.map(|(from, to)| Sides { from: from.copied(), to: to.copied() }).collect()
}

/// Returns what an option is about, so that two of one kind are two values of the same.
fn option_key<'a>(option: &TableOption<'a>) -> (u8, &'a str) {
    match option {
        TableOption::Engine(_) => (0, ""),
        TableOption::Charset(_) => (1, ""),
        TableOption::Collate(_) => (2, ""),
        TableOption::AutoIncrement(_) => (3, ""),
        TableOption::RowFormat(_) => (4, ""),
        TableOption::PartitionBy(_) => (5, ""),
        TableOption::PartitionOf(..) => (6, ""),
        TableOption::Inherits(table) => (7, table),
        TableOption::Storage(name, _) => (8, name),
        TableOption::Tablespace(_) => (9, ""),
        TableOption::Unlogged => (10, ""),
        TableOption::Temporary => (11, ""),
        TableOption::WithoutRowid => (12, ""),
        TableOption::Strict => (13, ""),
        TableOption::Other(_, text) => (14, text.split('=').next().unwrap_or(text)),
    }
}
