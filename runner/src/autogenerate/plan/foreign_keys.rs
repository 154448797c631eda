//! Foreign keys: they go before what they refer to changes, and come after it.

use migration_api::ops::{AddConstraint, DropConstraint, DropIndex};
use migration_api::schema::{Constraint, ConstraintKind, ForeignKey, IndexKeys, Table, TableName};

use super::super::change::{Change, Sides};
use super::super::order::foreign_key;
use super::{Lines, Planner};

/// A foreign key and its table.
type Key<'a> = (TableName<'a>, Constraint<'a>);

impl<'a> Planner<'_, 'a> {
    /// Drops the foreign keys that go, or stand in the way of a change.
    pub(super) fn drop_foreign_keys(&self, lines: &mut Lines<'a>) {
        if !self.adds_keys_later() {
            return;
        }
        for (table, key) in self.removed_keys().into_iter().chain(self.disturbed_keys()) {
            lines.push(self.drop_of(table, &key));
            self.drop_index_of_key(table, &key, lines);
        }
        for (table, key) in self.disturbing_keys_of_going() {
            lines.push(self.drop_of(table, &key));
        }
        // Tables that go and refer to one another in a circle.
        let going: Vec<Table<'a>> = self
            .changes
            .iter()
            .filter_map(|change| match change {
                Change::Table(sides) => sides.from,
                _ => None,
            })
            .collect();
        for (table, key) in super::ordered_tables(&going).closing_keys {
            if table != self.referred(&key) {
                lines.push(self.drop_of(table, &key));
            }
        }
    }

    /// Adds the foreign keys that come, and those that had to give way.
    pub(super) fn add_foreign_keys(&self, lines: &mut Lines<'a>) {
        if !self.adds_keys_later() {
            return;
        }
        let added = self.changes.iter().filter_map(|change| match change {
            Change::Constraint { table, sides: Sides { from, to: Some(to) } }
                if foreign_key(to).is_some() && !self.is_only_validated(from.as_ref(), to) =>
            {
                Some((*table, *to))
            }
            _ => None,
        });
        let later = self.changes.iter().flat_map(|change| match change {
            Change::Table(Sides { to: Some(table), .. }) => self.later_keys(table),
            _ => Vec::new(),
        });
        let back = self.disturbed_keys().into_iter().filter(|(table, key)| {
            let table = self.to.table(*table);
            table.is_some_and(|table| table.constraints.iter().any(|it| it.name == key.name))
        });
        for (table, constraint) in added.chain(later).chain(back) {
            lines.push(AddConstraint { table, constraint });
        }
    }

    /// Returns a new table without the foreign keys that have to wait for changes of the tables that they refer to.
    pub(super) fn without_later_keys(&self, table: &Table<'a>) -> Table<'a> {
        let later = self.later_keys(table);
        if later.is_empty() {
            return *table;
        }
        let kept = table.constraints.iter().filter(|it| !later.iter().any(|(_, key)| key == *it));
        Table { constraints: self.arena.keep(kept.copied().collect()), ..*table }
    }

    fn later_keys(&self, table: &Table<'a>) -> Vec<Key<'a>> {
        if !self.adds_keys_later() {
            return Vec::new();
        }
        let waits = |constraint: &&Constraint<'a>| {
            foreign_key(constraint).is_some_and(|key| {
                self.changes.iter().any(|it| it.altered_table() == Some(key.referred_table))
            })
        };
        table.constraints.iter().filter(waits).map(|it| (table.name, *it)).collect()
    }

    /// Returns the foreign keys that go or change.
    fn removed_keys(&self) -> Vec<Key<'a>> {
        let removed = self.changes.iter().filter_map(|change| match change {
            Change::Constraint { table, sides: Sides { from: Some(from), to } }
                if foreign_key(from).is_some()
                    && !to.is_some_and(|to| self.is_only_validated(Some(from), &to)) =>
            {
                Some((*table, *from))
            }
            _ => None,
        });
        removed.collect()
    }

    /// Returns the foreign keys that stay, but cannot while something else changes.
    fn disturbed_keys(&self) -> Vec<Key<'a>> {
        let removed = self.removed_keys();
        let staying = self.from.tables.iter().filter(|table| !self.goes(table.name));
        let keys = staying
            .flat_map(|table| table.constraints.iter().map(|constraint| (table.name, *constraint)));
        keys.filter(|it| !removed.contains(it))
            .filter(|(table, constraint)| {
                foreign_key(constraint).is_some_and(|key| {
                    self.goes(key.referred_table)
                        || self.is_in_the_way(&key)
                        || self.dialect.keys_hold_columns()
                            && (self.holds_changed(*table, key.columns)
                                || self.index_goes(*table, key.columns))
                })
            })
            .collect()
    }

    /// Returns the foreign keys of tables that go at the end, but are in the way of a change of a table that stays.
    fn disturbing_keys_of_going(&self) -> Vec<Key<'a>> {
        let early = self.dropped_early();
        let is_late = |table: &&Table<'a>| {
            self.goes(table.name) && !early.iter().any(|it| it.name == table.name)
        };
        let keys =
            self.from.tables.iter().filter(is_late).flat_map(|table| {
                table.constraints.iter().map(|constraint| (table.name, *constraint))
            });
        keys.filter(|(_, constraint)| {
            foreign_key(constraint)
                .is_some_and(|key| !self.goes(key.referred_table) && self.is_in_the_way(&key))
        })
        .collect()
    }

    /// Returns whether a foreign key is in the way of a change of what it refers to.
    fn is_in_the_way(&self, key: &ForeignKey<'a>) -> bool {
        let (table, columns) = (key.referred_table, key.referred_columns);
        self.key_goes(table, columns)
            || self.dialect.keys_hold_columns() && self.holds_changed(table, columns)
    }

    /// Returns whether the primary key or unique constraint goes that makes these columns a key.
    fn key_goes(&self, table: TableName<'_>, columns: &[&str]) -> bool {
        self.changes.iter().any(|change| match change {
            Change::Constraint { table: of, sides: Sides { from: Some(from), .. } } => {
                let is_key = match from.kind {
                    ConstraintKind::PrimaryKey(of) | ConstraintKind::Unique(of) => of == columns,
                    _ => false,
                };
                *of == table && is_key
            }
            Change::Index { table: of, sides: Sides { from: Some(from), .. } } => {
                *of == table && from.unique && from.keys == IndexKeys::Columns(columns)
            }
            _ => false,
        })
    }

    /// Returns whether one of these columns changes in what a foreign key has to agree with.
    fn holds_changed(&self, table: TableName<'_>, columns: &[&str]) -> bool {
        self.changes.iter().any(|change| match change {
            Change::Column { table: of, sides: Sides { from: Some(from), .. } } => {
                *of == table && columns.contains(&from.column.name)
            }
            _ => false,
        })
    }

    /// Returns whether an index goes that a foreign key of these columns may rest on.
    fn index_goes(&self, table: TableName<'_>, columns: &[&str]) -> bool {
        let first = columns.first();
        self.changes.iter().any(|change| match change {
            Change::Index { table: of, sides: Sides { from: Some(from), .. } } => {
                *of == table && first_column(&from.keys) == first.copied()
            }
            Change::Constraint { table: of, sides: Sides { from: Some(from), .. } } => {
                let held = match from.kind {
                    ConstraintKind::PrimaryKey(of) | ConstraintKind::Unique(of) => of.first(),
                    _ => None,
                };
                *of == table && held.is_some() && held == first
            }
            _ => false,
        })
    }

    /// Drops the index that the database made for a foreign key by itself, where it leaves it behind.
    fn drop_index_of_key(&self, table: TableName<'a>, key: &Constraint<'a>, lines: &mut Lines<'a>) {
        let (Some(name), true) = (key.name, self.dialect.keys_leave_indexes()) else { return };
        let Some(columns) = foreign_key(key).map(|key| key.columns) else { return };
        let stays = self.to.table(table).is_some_and(|table| {
            table.indexes.iter().any(|it| it.name == Some(name))
                || table.constraints.iter().any(|it| {
                    it.name == Some(name) || foreign_key(it).is_some_and(|it| it.columns == columns)
                })
        });
        let is_covered = self.from.table(table).is_some_and(|table| {
            let of_index = table.indexes.iter().filter_map(|it| first_column(&it.keys));
            let of_keys = table.constraints.iter().filter_map(|it| match it.kind {
                ConstraintKind::PrimaryKey(of) | ConstraintKind::Unique(of) => of.first().copied(),
                _ => None,
            });
            of_index.chain(of_keys).any(|first| Some(&first) == columns.first())
        });
        if !stays && !is_covered {
            let if_exists = self.dialect.has_index_if_not_exists();
            lines.push(DropIndex { name, table, if_exists, concurrently: false });
        }
    }

    fn referred(&self, constraint: &Constraint<'a>) -> TableName<'a> {
        foreign_key(constraint).map(|key| key.referred_table).unwrap_or_default()
    }

    /// Returns the drop of a constraint.
    pub(super) fn drop_of(
        &self,
        table: TableName<'a>,
        constraint: &Constraint<'a>,
    ) -> DropConstraint<'a> {
        let kind = constraint.kind.constraint_type();
        let of = |drop: DropConstraint<'a>| DropConstraint { table, ..drop };
        match (constraint.name, self.dialect.restates_columns()) {
            (Some(name), true) => of(DropConstraint::new("", name).kind(kind)),
            (Some(name), false) => of(DropConstraint::new("", name)),
            (None, true) => of(DropConstraint::new("", "PRIMARY").kind(kind)),
            (None, false) => of(DropConstraint::unnamed("", *constraint)),
        }
    }
}

/// Returns the first thing that an index is over, if that is a column.
fn first_column<'a>(keys: &IndexKeys<'a>) -> Option<&'a str> {
    match keys {
        IndexKeys::Columns(columns) => columns.first().copied(),
        IndexKeys::Parts(parts) => {
            parts.first().filter(|part| !part.is_expression).map(|part| part.text)
        }
    }
}
