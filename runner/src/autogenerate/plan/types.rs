//! Changes of types and sequences that stay.

use migration_api::ops::{
    AddEnumValue, AlterColumn, AlterSequence, CreateEnum, Operation, RenameEnumValue, ValuePosition,
};
use migration_api::schema::{Column, ColumnType, Counter, DefaultValue, EnumType, TableName};

use super::super::change::{Change, Sides};
use super::{Lines, Planner};
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
                    let from_type = self.dialect.column_type(from.ty);
                    let to_type = self.dialect.column_type(to.ty);
                    match from_type.is_ok() && from_type.ok() == to_type.ok() {
                        true => self.alter_domain(from, to, lines),
                        false => self.recreate_domain(to, lines),
                    }
                }
                Change::Sequence(Sides { from: Some(from), to: Some(to) }) => {
                    if from.counter != to.counter {
                        let counter = reset(from.counter, to.counter, i64::MAX);
                        lines.push(AlterSequence { name: to.name, counter, restart: None });
                    }
                }
                _ => {}
            }
        }
    }

    fn alter_enum(&self, from: &EnumType<'a>, to: &EnumType<'a>, lines: &mut Lines<'a>) {
        let renamed = renamed_values(from, to);
        let new_text = |value: &&'a str| {
            renamed.iter().find(|(old, _)| old == value).map_or(*value, |(_, new)| *new)
        };
        for (value, new_value) in &renamed {
            lines.push(RenameEnumValue { name: to.name, value, new_value });
        }
        let known: Vec<&str> = from.values.iter().map(new_text).collect();
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

    /// Returns the columns whose type is made anew for the change of an enum type.
    pub(super) fn columns_of_recreated(
        &self,
        sides: &Sides<EnumType<'a>>,
    ) -> Vec<(TableName<'a>, Column<'a>)> {
        let (Some(from), Some(to)) = (sides.from, sides.to) else { return Vec::new() };
        let renamed = renamed_values(&from, &to);
        let new_text = |value: &&'a str| {
            renamed.iter().find(|(old, _)| old == value).map_or(*value, |(_, new)| *new)
        };
        let known: Vec<&str> = from.values.iter().map(new_text).collect();
        match self.is_recreated(&known, &to) {
            true => self.columns_of(to.name),
            false => Vec::new(),
        }
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

    /// Makes a type anew under its name, and has the columns of the old one use it.
    fn recreate_type(&self, name: TableName<'a>, create: Operation<'a>, lines: &mut Lines<'a>) {
        let old = TableName { name: self.arena.keep_text(format!("{}__old", name.name)), ..name };
        let kind = match create {
            Operation::CreateDomain(_) => "DOMAIN",
            _ => "TYPE",
        };
        let (quoted, bare) = (self.dialect.table(name), self.dialect.quote(old.name));
        lines.extend([self.execute(format!("ALTER {kind} {quoted} RENAME TO {bare}")), create]);
        for (table, column) in self.columns_of(name) {
            let wanted = self
                .to
                .table(table)
                .and_then(|it| it.columns.iter().find(|it| it.name == column.name))
                .copied()
                .unwrap_or(column);
            // One of another type from now on needs no way through the new one.
            if type_name(wanted.ty) != Some(name) {
                continue;
            }
            let is_array = matches!(wanted.ty, ColumnType::Array(_));
            let array = if is_array { "[]" } else { "" };
            let column_name = self.dialect.quote(column.name);
            let using = format!("{column_name}::text{array}::{quoted}{array}");
            let mut change = AlterColumn { table, ..AlterColumn::new("", column.name) };
            change = change.set_type(wanted.ty).using(self.arena.keep_text(using));
            // A default of the old type would stop the change.
            change = match (column.default, wanted.default) {
                (_, Some(DefaultValue::Literal(value))) => change.set_default(value),
                (_, Some(DefaultValue::Expression(text))) => change.set_default_sql(text),
                (Some(_), None) => change.drop_default(),
                (None, None) => change,
            };
            lines.push(change);
        }
        lines.extend([self.execute(format!("DROP {kind} {}", self.dialect.table(old)))]);
    }

    fn recreate_domain(&self, to: &migration_api::ops::CreateDomain<'a>, lines: &mut Lines<'a>) {
        self.recreate_type(to.name, (*to).into(), lines);
    }

    fn alter_domain(
        &self,
        from: &migration_api::ops::CreateDomain<'a>,
        to: &migration_api::ops::CreateDomain<'a>,
        lines: &mut Lines<'a>,
    ) {
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
        if from.check != to.check {
            let name = self.dialect.quote(&format!("{}_check", to.name.name));
            if from.check.is_some() {
                alter(format!("DROP CONSTRAINT {name}"));
            }
            if let Some(check) = to.check {
                alter(format!("ADD CONSTRAINT {name} CHECK ({check})"));
            }
        }
    }
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

/// Returns a counter that says what changes: what is told no longer goes back to what the server takes by itself.
pub(super) fn reset(from: Counter, to: Counter, largest: i64) -> Counter {
    let up = to.increment.unwrap_or(1) > 0;
    let (least, most) = if up { (1, largest) } else { (-largest - 1, -1) };
    let start = if up { to.min_value.unwrap_or(least) } else { to.max_value.unwrap_or(most) };
    let part = |from: Option<i64>, to: Option<i64>, usual: i64| match from == to {
        true => None,
        false => Some(to.unwrap_or(usual)),
    };
    Counter {
        start: part(from.start, to.start, start),
        increment: part(from.increment, to.increment, 1),
        min_value: part(from.min_value, to.min_value, least),
        max_value: part(from.max_value, to.max_value, most),
        cache: part(from.cache, to.cache, 1),
        cycle: (from.cycle != to.cycle).then(|| to.cycle.unwrap_or(false)),
    }
}
