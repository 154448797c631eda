//! What has to give way to a change of something else, and comes back.

use migration_api::schema::{Policy, Routine, TableName, Trigger, View};

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
                _ => {}
            }
        }
        tables.extend(self.columns_of_recreated().into_iter().map(|(table, _)| table));
        tables
    }

    /// Returns the columns of a table whose type changes, where triggers and policies hold them.
    fn held_columns(&self, table: TableName<'a>) -> Vec<&'a str> {
        if !self.dialect.views_hold_columns() {
            return Vec::new();
        }
        let changed = self.changes.iter().filter_map(|change| match change {
            Change::Column { table: of, sides: Sides { from: Some(from), to: Some(to) } }
                if *of == table && !self.same_type(from.column.ty, to.column.ty) =>
            {
                Some(from.column.name)
            }
            _ => None,
        });
        let anew = self.columns_of_recreated().into_iter().filter(|(of, _)| *of == table);
        changed.chain(anew.map(|(_, column)| column.name)).collect()
    }

    /// Returns the triggers that go, change, or have to give way.
    pub(super) fn triggers_to_drop(&self) -> Vec<Trigger<'a>> {
        let going = self.changes.iter().filter_map(|change| match change {
            Change::Trigger(sides) => sides.from,
            _ => None,
        });
        let mut going: Vec<Trigger<'a>> = going.collect();
        for trigger in &self.from.triggers {
            let held = self.held_columns(trigger.table);
            let is_known =
                going.iter().any(|it| (it.table, it.name) == (trigger.table, trigger.name));
            if !is_known && words(trigger.sql).any(|word| held.contains(&word)) {
                going.push(*trigger);
            }
        }
        going.retain(|it| !self.goes_for_a_while(it.table));
        going
    }

    /// Returns the policies that go, change, or have to give way.
    pub(super) fn policies_to_drop(&self) -> Vec<Policy<'a>> {
        let going = self.changes.iter().filter_map(|change| match change {
            Change::Policy(sides) => sides.from,
            _ => None,
        });
        let mut going: Vec<Policy<'a>> = going.collect();
        for policy in &self.from.policies {
            let held = self.held_columns(policy.table);
            let is_known =
                going.iter().any(|it| (it.table, it.name) == (policy.table, policy.name));
            let mut texts = [policy.using, policy.check].into_iter().flatten().flat_map(words);
            if !is_known && texts.any(|word| held.contains(&word)) {
                going.push(*policy);
            }
        }
        going.retain(|it| !self.goes(it.table));
        going
    }

    /// Returns whether a table or view goes, be it to come again.
    pub(super) fn goes_for_a_while(&self, table: TableName<'a>) -> bool {
        self.goes(table) || self.views_to_drop().iter().any(|view| view.name == table)
    }

    /// Returns whether a table or view goes and comes again.
    pub(super) fn comes_again(&self, table: TableName<'a>) -> bool {
        self.goes(table) && self.is_new(table)
            || self.views_to_drop().iter().any(|view| view.name == table)
                && self.views_to_make().iter().any(|view| view.name == table)
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
