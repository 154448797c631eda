//! Changes of types and sequences that stay.

use std::borrow::Cow;

use migration_api::abi::Arena;
use migration_api::ops::{
    AddEnumValue, AlterSequence, CreateDomain, CreateEnum, CreateSequence, Operation,
    RenameEnumValue, ValuePosition,
};
use migration_api::schema::{Column, ColumnType, Counter, DefaultValue, EnumType, TableName};

use super::super::change::{Change, Sides};
use super::{Lines, Planner};
use crate::dialect::chosen_check_name;
use crate::sql;

impl<'a> Planner<'_, 'a> {
    /// Changes enum types, domains and sequences that stay.
    pub(super) fn alter_types(&self, lines: &mut Lines<'a>) {
        for change in self.changes {
            match change {
                Change::Enum(Sides { from: Some(from), to: Some(to) }) => {
                    self.alter_enum(from, to, lines);
                }
                Change::Domain(Sides { from: Some(from), to: Some(to) }) => {
                    match self.is_another_domain(from, to) {
                        true => self.recreate_domain(to, lines),
                        false => self.alter_domain(from, to, lines),
                    }
                }
                Change::Sequence(Sides { from: Some(from), to: Some(to) })
                    if (from.ty, from.counter) != (to.ty, to.counter) =>
                {
                    lines.push(self.alter_sequence(from, to));
                }
                _ => {}
            }
        }
    }

    fn alter_sequence(
        &self,
        from: &CreateSequence<'a>,
        to: &CreateSequence<'a>,
    ) -> AlterSequence<'a> {
        let ty = (from.ty != to.ty).then(|| to.ty.unwrap_or(ColumnType::BigInt));
        let most = largest(to.ty.unwrap_or(ColumnType::BigInt));
        // The server takes bounds that are those of the old type for those of the new one.
        let counter = reset(from.counter, to.counter, most, self.dialect.usual_cache());
        AlterSequence { name: to.name, ty, counter, restart: None }
    }

    fn alter_enum(&self, from: &EnumType<'a>, to: &EnumType<'a>, lines: &mut Lines<'a>) {
        for (value, new_value) in renamed_values(from, to) {
            lines.push(RenameEnumValue { name: to.name, value, new_value });
        }
        let known = known_values(from, to);
        if self.is_recreated(&known, to) {
            self.recreate_enum(to, &known, lines);
            return;
        }
        let mut before: Option<&str> = None;
        for (place, value) in to.values.iter().enumerate() {
            if !known.contains(value) {
                let next = to.values[place..].iter().find(|it| known.contains(it));
                let position = match (before, next) {
                    (_, None) => ValuePosition::Last,
                    (Some(before), _) => ValuePosition::After(before),
                    (None, Some(next)) => ValuePosition::Before(next),
                };
                let name = to.name;
                lines.push(AddEnumValue { name, value, position, if_not_exists: false });
            }
            before = Some(value);
        }
    }

    /// Returns whether a type with these values cannot become the wanted one by new values alone: some go, or stand elsewhere; or
    /// a new one is used at once, which PostgreSQL refuses within a transaction.
    fn is_recreated(&self, known: &[&str], to: &EnumType<'a>) -> bool {
        let mut rest = to.values.iter();
        let keeps_all = known.iter().all(|value| rest.any(|it| it == value));
        let new = to.values.iter().filter(|value| !known.contains(*value));
        !keeps_all || new.clone().any(|value| self.is_used_at_once(value))
    }

    fn is_used_at_once(&self, value: &str) -> bool {
        let in_default = |column: &Column<'a>| match column.default {
            Some(DefaultValue::Literal(migration_api::Value::Text(text))) => text == value,
            Some(DefaultValue::Expression(text)) => text.contains(value),
            _ => false,
        };
        let quoted = format!("'{}'", value.replace('\'', "''"));
        self.changes.iter().any(|change| match change {
            Change::Column { sides: Sides { to: Some(to), .. }, .. } => in_default(&to.column),
            Change::Table(Sides { to: Some(table), .. }) => {
                table.columns.iter().any(in_default)
                    || super::super::texts::of_table(table).iter().any(|it| it.contains(&quoted))
            }
            Change::Constraint { sides: Sides { to: Some(it), .. }, .. } => match it.kind {
                migration_api::schema::ConstraintKind::Check(text) => text.contains(&quoted),
                _ => false,
            },
            Change::Index { sides: Sides { to: Some(it), .. }, .. } => {
                it.predicate.is_some_and(|text| text.contains(&quoted))
            }
            Change::View(Sides { to: Some(it), .. }) => it.query.contains(&quoted),
            _ => false,
        })
    }

    /// Returns the columns of tables that stay whose type is this one, or an array of it.
    fn columns_of(&self, name: TableName<'_>) -> Vec<(TableName<'a>, Column<'a>)> {
        let mut columns = Vec::new();
        for table in &self.from.tables {
            if self.goes(table.name) {
                continue;
            }
            for column in table.columns {
                let stays = self
                    .to
                    .table(table.name)
                    .is_some_and(|to| to.columns.iter().any(|it| it.name == column.name));
                if stays && type_name(column.ty) == Some(name) {
                    columns.push((table.name, *column));
                }
            }
        }
        columns
    }

    fn recreate_enum(&self, to: &EnumType<'a>, known: &[&str], lines: &mut Lines<'a>) {
        let lost: Vec<_> = known.iter().filter(|it| !to.values.contains(it)).collect();
        if !lost.is_empty() {
            let lost = lost.iter().map(|it| format!("'{it}'")).collect::<Vec<_>>().join(", ");
            lines.comment(format!(
                "No row may hold {lost} any more: change those that do before this.",
            ));
        }
        let create = CreateEnum { name: to.name, values: to.values, if_not_exists: false };
        self.recreate_type(to.name, create.into(), lines);
    }

    /// Makes a domain anew. Its check keeps the name that the server would choose, which the old domain still has.
    fn recreate_domain(&self, to: &CreateDomain<'a>, lines: &mut Lines<'a>) {
        let named = checks(to)
            .into_iter()
            .map(|(name, check)| (self.arena.keep_text(name.into_owned()), check));
        let checks = self.arena.keep(named.collect::<Vec<_>>());
        let create = CreateDomain { check: None, checks, ..*to };
        self.recreate_type(to.name, create.into(), lines);
    }

    /// Makes a type anew under its name, and has the columns of the old one use it.
    fn recreate_type(&self, name: TableName<'a>, create: Operation<'a>, lines: &mut Lines<'a>) {
        let old = TableName { name: self.arena.keep_text(format!("{}__old", name.name)), ..name };
        let kind = match create {
            Operation::CreateDomain(_) => "DOMAIN",
            _ => "TYPE",
        };
        let (quoted, bare) = (self.dialect.table(name), self.dialect.quote(old.name));
        lines.extend([self.execute(format!("ALTER {kind} {quoted} RENAME TO {bare}")), create]);
    }

    /// Drops the old types in whose place new ones stand.
    pub(super) fn drop_old_types(&self, lines: &mut Lines<'a>) {
        for (name, kind) in self.recreated() {
            let old = TableName { name: old_name(name, self.arena), ..name };
            lines.extend([self.execute(format!("DROP {kind} {}", self.dialect.table(old)))]);
        }
    }

    /// Returns the types that are made anew, and the word for what they are.
    pub(super) fn recreated(&self) -> Vec<(TableName<'a>, &'static str)> {
        let recreated = self.changes.iter().filter_map(|change| match change {
            Change::Enum(Sides { from: Some(from), to: Some(to) }) => {
                self.is_recreated(&known_values(from, to), to).then_some((to.name, "TYPE"))
            }
            Change::Domain(Sides { from: Some(from), to: Some(to) }) => {
                self.is_another_domain(from, to).then_some((to.name, "DOMAIN"))
            }
            _ => None,
        });
        recreated.collect()
    }

    /// Returns the columns of tables that stay whose type is made anew.
    pub(super) fn columns_of_recreated(&self) -> Vec<(TableName<'a>, Column<'a>)> {
        self.recreated().into_iter().flat_map(|(name, _)| self.columns_of(name)).collect()
    }

    /// Returns the name of the type made anew that a column has, or whose values it has an array of.
    pub(super) fn recreated_type(&self, ty: ColumnType<'a>) -> Option<TableName<'a>> {
        let name = type_name(ty)?;
        self.recreated().iter().any(|(known, _)| *known == name).then_some(name)
    }

    /// Returns whether a domain cannot become the wanted one: its type is another.
    fn is_another_domain(&self, from: &CreateDomain<'a>, to: &CreateDomain<'a>) -> bool {
        !self.same_type(from.ty, to.ty) || from.collation != to.collation
    }

    fn alter_domain(&self, from: &CreateDomain<'a>, to: &CreateDomain<'a>, lines: &mut Lines<'a>) {
        let domain = self.dialect.table(to.name);
        let mut alter = |action: String| {
            lines.extend([self.execute(format!("ALTER DOMAIN {domain} {action}"))]);
        };
        if from.default != to.default {
            alter(match to.default.and_then(|it| sql::default(self.dialect, it).ok()) {
                Some(text) => format!("SET DEFAULT {text}"),
                None => "DROP DEFAULT".to_owned(),
            });
        }
        if from.not_null != to.not_null {
            alter(if to.not_null { "SET NOT NULL".into() } else { "DROP NOT NULL".into() });
        }
        let (before, after) = (checks(from), checks(to));
        for (name, _) in before.iter().filter(|it| !after.contains(it)) {
            alter(format!("DROP CONSTRAINT {}", self.dialect.quote(name)));
        }
        for (name, check) in after.iter().filter(|it| !before.contains(it)) {
            alter(format!("ADD CONSTRAINT {} CHECK ({check})", self.dialect.quote(name)));
        }
    }
}

/// Returns the checks of a domain with their names, that which the server chooses among them.
fn checks<'a>(domain: &CreateDomain<'a>) -> Vec<(Cow<'a, str>, &'a str)> {
    let unnamed = domain.check.map(|check| (chosen_check_name(domain.name).into(), check));
    let named = domain.checks.iter().map(|(name, check)| (Cow::Borrowed(*name), *check));
    unnamed.into_iter().chain(named).collect()
}

/// Returns the name that a type has while another one takes its place.
fn old_name<'a>(name: TableName<'_>, arena: &'a Arena) -> &'a str {
    arena.keep_text(format!("{}__old", name.name))
}

/// Returns the values that a type has once some have their new texts.
fn known_values<'a>(from: &EnumType<'a>, to: &EnumType<'a>) -> Vec<&'a str> {
    let renamed = renamed_values(from, to);
    let new_text = |value: &&'a str| {
        renamed.iter().find(|(old, _)| old == value).map_or(*value, |(_, new)| *new)
    };
    from.values.iter().map(new_text).collect()
}

/// Returns the values with a new text, the old one first, whichever side tells of it.
fn renamed_values<'a>(from: &EnumType<'a>, to: &EnumType<'a>) -> Vec<(&'a str, &'a str)> {
    let there = to.renamed_values.iter().copied();
    let back = from.renamed_values.iter().map(|(old, new)| (*new, *old));
    there
        .chain(back)
        .filter(|(old, new)| {
            from.values.contains(old)
                && to.values.contains(new)
                && !from.values.contains(new)
                && !to.values.contains(old)
        })
        .collect()
}

/// Returns the name of a column's type, or of its members', if it is one of the user's own.
fn type_name(ty: ColumnType<'_>) -> Option<TableName<'_>> {
    match ty {
        ColumnType::Enum(name, _) | ColumnType::Named(name) => Some(TableName::parse(name)),
        ColumnType::Array(of) => type_name(*of),
        _ => None,
    }
}

/// Returns the largest value of an integer type.
pub(super) fn largest(ty: ColumnType<'_>) -> i64 {
    match ty {
        ColumnType::SmallInt | ColumnType::TinyInt => i64::from(i16::MAX),
        ColumnType::Integer | ColumnType::MediumInt => i64::from(i32::MAX),
        _ => i64::MAX,
    }
}

/// Returns a counter that says what changes: what is told no longer goes back to what the server takes by itself.
pub(super) fn reset(from: Counter, to: Counter, largest: i64, usual_cache: i64) -> Counter {
    let bounds = |counter: &Counter| match counter.increment.unwrap_or(1) > 0 {
        true => (1, largest),
        false => (-largest - 1, -1),
    };
    let start = |counter: &Counter| {
        let (least, most) = bounds(counter);
        counter.start.unwrap_or(match counter.increment.unwrap_or(1) > 0 {
            true => counter.min_value.unwrap_or(least),
            false => counter.max_value.unwrap_or(most),
        })
    };
    let (least, most) = bounds(&to);
    let part = |from: Option<i64>, to: Option<i64>, usual: i64| match from == to {
        true => None,
        false => Some(to.unwrap_or(usual)),
    };
    Counter {
        // Other bounds alone leave the start where it was.
        start: (start(&from) != start(&to)).then(|| start(&to)),
        increment: part(from.increment, to.increment, 1),
        min_value: part(from.min_value, to.min_value, least),
        max_value: part(from.max_value, to.max_value, most),
        cache: part(from.cache, to.cache, usual_cache),
        cycle: (from.cycle != to.cycle).then(|| to.cycle.unwrap_or(false)),
    }
}
