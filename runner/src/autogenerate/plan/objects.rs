//! Views, functions, triggers, row-level security; and the drop of everything that has no drop of its own.

use migration_api::ops::{CreateRoutine, DropObject, ObjectKind, Operation, RoutineKind};
use migration_api::schema::{Policy, Routine, RowSecurity, TableName, Trigger};

use super::super::change::{Change, Sides};
use super::super::create_all;
use super::{Lines, Planner};
use crate::schema::Schema;
use crate::sql;

impl<'a> Planner<'_, 'a> {
    pub(super) fn drop_triggers_and_policies(&self, lines: &mut Lines<'a>) {
        for trigger in self.triggers_to_drop() {
            let name = TableName { schema: None, name: trigger.name };
            let drop = DropObject::new(ObjectKind::Trigger, "");
            lines.push(DropObject { name, table: Some(trigger.table), ..drop });
        }
        for policy in self.policies_to_drop() {
            let (name, table) = (self.dialect.quote(policy.name), self.dialect.table(policy.table));
            lines.extend([self.execute(format!("DROP POLICY {name} ON {table}"))]);
        }
    }

    pub(super) fn drop_views(&self, lines: &mut Lines<'a>) {
        for view in self.views_to_drop() {
            let kind = match view.materialized {
                true => ObjectKind::MaterializedView,
                false => ObjectKind::View,
            };
            lines.push(dropped(kind, view.name));
        }
    }

    /// Makes functions, views and triggers.
    pub(super) fn make_the_rest(&self, lines: &mut Lines<'a>) {
        let early = self.early_routines();
        let mut new = Schema::default();
        let replaced = self.change_routines(lines);
        new.routines = self.new_routines().filter(|it| !early.contains(it)).collect();
        new.routines.extend(replaced);
        new.views = self.views_to_make();
        new.triggers = self.triggers_to_make();
        new.sort();
        lines.extend(create_all(self.dialect, &new, self.arena));
    }

    /// Makes row-level security and its policies.
    pub(super) fn make_security(&self, lines: &mut Lines<'a>) {
        let row_security = self.security_to_make(lines);
        let policies = self.policies_to_make();
        let new = Schema { row_security, policies, ..Schema::default() };
        lines.extend(create_all(self.dialect, &new, self.arena));
    }

    /// Replaces the functions that can be replaced; drops the others and returns what they are to be.
    fn change_routines(&self, lines: &mut Lines<'a>) -> Vec<Routine<'a>> {
        let mut anew = Vec::new();
        for change in self.changes {
            let Change::Routine(Sides { from: Some(from), to: Some(to) }) = change else {
                continue;
            };
            match self.replacement(from, to) {
                Some(sql) => {
                    let sql = self.arena.keep_text(sql);
                    lines.push(CreateRoutine::new(to.kind, sql));
                }
                None => {
                    lines.extend([self.drop_of_routine(from)]);
                    anew.push(*to);
                }
            }
        }
        anew
    }

    /// Returns the statement that replaces a function, if the database can replace it.
    fn replacement(&self, from: &Routine<'a>, to: &Routine<'a>) -> Option<String> {
        let same = from.kind == to.kind
            && returned(from.sql) == returned(to.sql)
            && parameters(from.sql) == parameters(to.sql);
        if !same || !self.dialect.has_replace_routine() {
            return None;
        }
        let rest = skip_word(to.sql, "CREATE")?;
        let rest = match skip_word(rest, "OR").and_then(|rest| skip_word(rest, "REPLACE")) {
            Some(rest) => rest,
            None => rest,
        };
        Some(format!("CREATE OR REPLACE {rest}"))
    }

    /// Returns the triggers that are new, or changed, or had to give way.
    fn triggers_to_make(&self) -> Vec<Trigger<'a>> {
        let new = self.changes.iter().filter_map(|change| match change {
            Change::Trigger(sides) => sides.to,
            _ => None,
        });
        let mut new: Vec<Trigger<'a>> = new.collect();
        let dropped = self.triggers_to_drop();
        for trigger in &self.to.triggers {
            let key = |it: &Trigger<'a>| (it.table, it.name);
            let is_known = new.iter().any(|it| key(it) == key(trigger));
            let was_dropped = dropped.iter().any(|it| key(it) == key(trigger));
            if !is_known && (was_dropped || self.comes_again(trigger.table)) {
                new.push(*trigger);
            }
        }
        new
    }

    /// Returns the policies that are new, or changed, or had to give way.
    fn policies_to_make(&self) -> Vec<Policy<'a>> {
        let new = self.changes.iter().filter_map(|change| match change {
            Change::Policy(sides) => sides.to,
            _ => None,
        });
        let mut new: Vec<Policy<'a>> = new.collect();
        let dropped = self.policies_to_drop();
        for policy in &self.to.policies {
            let key = |it: &Policy<'a>| (it.table, it.name);
            let is_known = new.iter().any(|it| key(it) == key(policy));
            let was_dropped = dropped.iter().any(|it| key(it) == key(policy));
            if !is_known && (was_dropped || self.comes_again(policy.table)) {
                new.push(*policy);
            }
        }
        new
    }

    /// Switches row-level security off where it goes or changes, and returns what is to be switched on.
    fn security_to_make(&self, lines: &mut Lines<'a>) -> Vec<RowSecurity<'a>> {
        let mut new = Vec::new();
        for change in self.changes {
            let Change::RowSecurity(sides) = change else { continue };
            if let Some(from) = sides.from.filter(|it| !self.goes(it.table)) {
                let table = self.dialect.table(from.table);
                let mut off = |words: &str| {
                    lines.extend([
                        self.execute(format!("ALTER TABLE {table} {words} ROW LEVEL SECURITY"))
                    ]);
                };
                if from.forced {
                    off("NO FORCE");
                }
                if sides.to.is_none() {
                    off("DISABLE");
                }
            }
            new.extend(sides.to);
        }
        let known = new.clone();
        let back = self.to.row_security.iter().filter(|it| {
            self.comes_again(it.table) && !known.iter().any(|other| other.table == it.table)
        });
        new.extend(back.copied());
        new
    }

    /// Drops what is wanted no longer, besides tables.
    pub(super) fn drop_objects(&self, lines: &mut Lines<'a>) {
        let mut last = Vec::new();
        for change in self.changes {
            let (order, drop): (u8, Operation<'a>) = match change {
                Change::Routine(Sides { from: Some(it), to: None }) => {
                    (0, self.drop_of_routine(it))
                }
                Change::Sequence(Sides { from: Some(it), to: None }) => {
                    let goes_with_owner = it.owned_by.is_some_and(|owner| self.owner_goes(owner));
                    if goes_with_owner {
                        continue;
                    }
                    (1, dropped(ObjectKind::Sequence, it.name).into())
                }
                Change::Domain(Sides { from: Some(it), to: None }) => {
                    (2, dropped(ObjectKind::Domain, it.name).into())
                }
                Change::Enum(Sides { from: Some(it), to: None }) => {
                    (3, dropped(ObjectKind::Enum, it.name).into())
                }
                Change::Extension(Sides { from: Some(it), to: None }) => {
                    let name = TableName { schema: None, name: it.name };
                    (4, dropped(ObjectKind::Extension, name).into())
                }
                Change::Schema(Sides { from: Some(name), to: None }) => {
                    let name = TableName { schema: None, name };
                    (5, dropped(ObjectKind::Schema, name).into())
                }
                _ => continue,
            };
            last.push((order, drop));
        }
        last.sort_by_key(|(order, _)| *order);
        self.drop_old_types(lines);
        lines.extend(last.into_iter().map(|(_, drop)| drop));
    }

    /// Returns whether the column goes that a sequence is dropped with.
    fn owner_goes(&self, owner: &str) -> bool {
        let Some((table, column)) = owner.rsplit_once('.') else { return false };
        let table = TableName::parse(table);
        self.goes(table)
            || self.changes.iter().any(|change| match change {
                Change::Column { table: of, sides: Sides { from: Some(from), to: None } } => {
                    *of == table && from.column.name == column
                }
                _ => false,
            })
    }

    fn drop_of_routine(&self, routine: &Routine<'a>) -> Operation<'a> {
        let kind = match routine.kind {
            RoutineKind::Procedure => ObjectKind::Procedure,
            RoutineKind::Function | RoutineKind::Trigger => ObjectKind::Function,
        };
        let mut name = routine.name;
        if self.dialect.has_types() {
            name.name = self.arena.keep_text(format!("{}({})", name.name, routine.arguments));
        }
        dropped(kind, name).into()
    }

    /// Has sequences go with their columns.
    pub(super) fn own_sequences(&self, lines: &mut Lines<'a>) {
        for change in self.changes {
            let Change::Sequence(Sides { from, to: Some(to) }) = change else { continue };
            let before = from.and_then(|from| from.owned_by);
            if before == to.owned_by {
                continue;
            }
            let sql = match sql::owned_by(self.dialect, to) {
                Some(sql) => sql,
                None => format!("ALTER SEQUENCE {} OWNED BY NONE", self.dialect.table(to.name)),
            };
            lines.extend([self.execute(sql)]);
        }
    }
}

fn dropped(kind: ObjectKind, name: TableName<'_>) -> DropObject<'_> {
    DropObject { name, ..DropObject::new(kind, "") }
}

/// Returns the first word of what a function says it returns, in lower case.
fn returned(sql: &str) -> Option<String> {
    let words: Vec<&str> = sql.split_whitespace().collect();
    let at = words.iter().position(|word| word.eq_ignore_ascii_case("RETURNS"))?;
    words.get(at + 1).map(|word| word.to_lowercase())
}

/// Returns a function's parameters, which cannot have other names while it stays; in lower case, with single spaces.
fn parameters(sql: &str) -> Option<String> {
    let (_, rest) = sql.split_once('(')?;
    let mut depth = 1;
    let end = rest.find(|c| {
        depth += i32::from(c == '(') - i32::from(c == ')');
        depth == 0
    })?;
    let words = rest[..end].split_whitespace();
    Some(words.collect::<Vec<_>>().join(" ").to_lowercase())
}

/// Returns what stands behind a word at the beginning of a text.
fn skip_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let text = text.trim_start();
    let (first, rest) = text.split_at_checked(word.len())?;
    let ends = rest.starts_with(char::is_whitespace);
    (ends && first.eq_ignore_ascii_case(word)).then(|| rest.trim_start())
}
