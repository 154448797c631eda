//! What has to give way to a change of something else, and comes back.

use migration_api::schema::{Routine, TableName, View};

use super::super::change::{Change, Sides};
use super::super::mention::words;
use super::super::texts;
use super::Planner;

impl<'a> Planner<'_, 'a> {
    /// Returns the views that go, change, or have to give way; those that rest on others first.
    pub(super) fn views_to_drop(&self) -> Vec<View<'a>> {
        let mut going: Vec<View<'a>> = self
            .changes
            .iter()
            .filter_map(|change| match change {
                Change::View(sides) => sides.from,
                _ => None,
            })
            .collect();
        let mut names: Vec<&str> = going.iter().map(|view| view.name.name).collect();
        if self.dialect.views_hold_columns() {
            names.extend(self.held_tables().iter().map(|table| table.name));
            loop {
                let is_next = |view: &&View<'a>| {
                    !going.iter().any(|it| it.name == view.name)
                        && words(view.query).any(|word| names.contains(&word))
                };
                let Some(view) = self.from.views.iter().find(is_next) else { break };
                going.push(*view);
                names.push(view.name.name);
            }
        }
        dependents_first(going)
    }

    /// Returns the views that are to be made: new ones, changed ones, and those that had to give way.
    pub(super) fn views_to_make(&self) -> Vec<View<'a>> {
        let dropped = self.views_to_drop();
        let is_changed = |view: &View<'a>| {
            self.changes.iter().any(|change| match change {
                Change::View(sides) => {
                    [sides.from, sides.to].iter().flatten().any(|it| it.name == view.name)
                }
                _ => false,
            })
        };
        let new = self.changes.iter().filter_map(|change| match change {
            Change::View(sides) => sides.to,
            _ => None,
        });
        // What stays is made as it was: in the server's own words.
        let back = dropped.iter().filter(|view| !is_changed(view)).copied();
        new.chain(back).collect()
    }

    /// Returns the tables of which a view may hold something that changes.
    fn held_tables(&self) -> Vec<TableName<'a>> {
        let mut tables = Vec::new();
        for change in self.changes {
            match change {
                Change::Table(Sides { from: Some(table), .. }) => tables.push(table.name),
                Change::Column { table, sides: Sides { from: Some(from), to } } => {
                    let same = to.is_some_and(|to| {
                        self.same_type(from.column.ty, to.column.ty)
                            && from.column.collation == to.column.collation
                            && from.column.computed == to.column.computed
                    });
                    if !same {
                        tables.push(*table);
                    }
                }
                Change::Enum(sides) => {
                    let columns = self.columns_of_recreated(sides);
                    tables.extend(columns.into_iter().map(|(table, _)| table));
                }
                _ => {}
            }
        }
        tables
    }

    /// Returns the new functions that new tables, or new things of old ones, need.
    pub(super) fn early_routines(&self) -> Vec<Routine<'a>> {
        let mut needed: Vec<&str> = Vec::new();
        for change in self.changes {
            match change {
                Change::Table(Sides { to: Some(table), .. }) => {
                    needed.extend(texts::of_table(table).into_iter().flat_map(words));
                }
                Change::Domain(Sides { to: Some(domain), .. }) => {
                    needed.extend(texts::of_domain(domain).into_iter().flat_map(words));
                }
                Change::Column { table, .. }
                | Change::Constraint { table, .. }
                | Change::Index { table, .. } => {
                    let table = self.to.table(*table);
                    let texts = table.map(texts::of_table).unwrap_or_default();
                    needed.extend(texts.into_iter().flat_map(words));
                }
                _ => {}
            }
        }
        self.new_routines().filter(|it| needed.contains(&it.name.name)).collect()
    }

    /// Returns the functions and procedures that are new.
    pub(super) fn new_routines(&self) -> impl Iterator<Item = Routine<'a>> {
        self.changes.iter().filter_map(|change| match change {
            Change::Routine(Sides { from: None, to }) => *to,
            _ => None,
        })
    }
}

/// Orders views so that each stands before those that it rests on.
fn dependents_first(mut views: Vec<View<'_>>) -> Vec<View<'_>> {
    let mut ordered = Vec::new();
    while !views.is_empty() {
        let rests_on_none = |view: &View<'_>| {
            !views.iter().any(|other| {
                other.name != view.name && words(other.query).any(|word| word == view.name.name)
            })
        };
        let at = views.iter().position(rests_on_none).unwrap_or_default();
        ordered.push(views.remove(at));
    }
    ordered
}
