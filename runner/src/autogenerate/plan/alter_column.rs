//! Changes of a column that stays.

use migration_api::ops::{
    AlterColumn, CommentChange, CreateSequence, DefaultChange, DropObject, ExistingColumn,
    IdentityChange, ObjectKind,
};
use migration_api::schema::{
    Autoincrement, Column, ColumnType, ConstraintKind, Identity, Table, TableName, TableOption,
};

use super::super::change::{Placed, Sides};
use super::conversion::converts_by_itself;
use super::types::{largest, reset};
use super::{Lines, Planner};
use crate::schema::Schema;
use crate::sql;

impl<'a> Planner<'_, 'a> {
    /// Adds what changes a column.
    pub(super) fn alter_column(
        &self,
        table: TableName<'a>,
        from: &Column<'a>,
        to: &Column<'a>,
        lines: &mut Lines<'a>,
    ) {
        if from.on_row_update != to.on_row_update {
            self.restate(table, to, lines);
            return;
        }
        if !self.number_by_sequence(table, from, to, lines) {
            self.change_column(table, from, to, lines);
            self.widen_numbers(table, from, to, lines);
            if from.identity.is_none() && to.identity.is_some() {
                self.count_on(table, to, lines);
            }
        }
    }

    /// Gives the sequence that numbers a key the key's new type. Its name may be another one than the key's.
    fn widen_numbers(
        &self,
        table: TableName<'a>,
        from: &Column<'a>,
        to: &Column<'a>,
        lines: &mut Lines<'a>,
    ) {
        let is_numbered = self.to.table(table).is_some_and(|it| is_numbered(it, to));
        if !self.dialect.has_types() || !is_numbered || from.ty == to.ty {
            return;
        }
        let Ok(ty) = self.dialect.column_type(to.ty) else { return };
        let quoted = |text: &str| text.replace('\'', "''");
        lines.extend([self.execute(format!(
            "DO $$\nBEGIN\n    EXECUTE 'ALTER SEQUENCE ' || pg_get_serial_sequence('{}', '{}') || ' AS {ty}';\nEND\n$$",
            quoted(&self.dialect.table(table)),
            quoted(to.name)
        ))]);
    }

    /// Has a counter of a column go on behind the values that there are.
    fn count_on(&self, table: TableName<'a>, column: &Column<'a>, lines: &mut Lines<'a>) {
        if column.identity.is_some_and(|it| it.counter.increment.unwrap_or(1) < 0) {
            return;
        }
        let quoted = |text: &str| text.replace('\'', "''");
        let (of, name) = (self.dialect.table(table), self.dialect.quote(column.name));
        lines.extend([self.execute(format!(
            "SELECT setval(pg_get_serial_sequence('{}', '{}'), max({name})) FROM {of} HAVING max({name}) IS NOT NULL",
            quoted(&of),
            quoted(column.name)
        ))]);
    }

    fn change_column(
        &self,
        table: TableName<'a>,
        from: &Column<'a>,
        to: &Column<'a>,
        lines: &mut Lines<'a>,
    ) {
        let mut change = AlterColumn { table, ..AlterColumn::new("", to.name) };
        if !self.same_type(from.ty, to.ty) || self.recreated_type(from.ty).is_some() {
            change = self.another_type(change, from, to);
        }
        // MariaDB's JSON is text with a collation of its own.
        let was_json = from.ty == ColumnType::Json && to.ty != ColumnType::Json;
        if from.collation != to.collation || was_json && self.dialect.restates_columns() {
            change.collation = to.collation.or_else(|| self.collation_of(table));
            change.new_type = Some(to.ty);
        }
        if from.nullable != to.nullable {
            change.nullable = Some(to.nullable);
            if !to.nullable && to.identity.is_none() {
                lines.comment(format!(
                    "No row may hold NULL in `{table}.{}` any more: fill those that do before this.",
                    to.name
                ));
            }
        }
        if from.default != to.default && change.default.is_none() {
            change.default = match to.default {
                Some(default) => Some(DefaultChange::Set(default)),
                None => from.default.map(|_| DefaultChange::Drop),
            };
        }
        change.identity = identity(from, to);
        let counts = from.identity.is_some() || to.identity.is_some();
        if from.autoincrement != to.autoincrement && !counts && !self.dialect.has_types() {
            change.autoincrement = Some(
                to.autoincrement != Autoincrement::Never
                    && (to.autoincrement == Autoincrement::Always
                        || from.autoincrement == Autoincrement::Never),
            );
        }
        if from.comment != to.comment {
            change.comment = Some(match to.comment {
                Some(text) => CommentChange::Set(text),
                None => CommentChange::Drop,
            });
        }
        if self.dialect.restates_columns() {
            change.existing = existing(from);
        }
        if (AlterColumn { existing: ExistingColumn::default(), ..change })
            != (AlterColumn { table, ..AlterColumn::new("", to.name) })
        {
            lines.push(change);
        }
    }

    /// Gives a column another type, and says how old values become new ones where the database does not know it by itself.
    fn another_type(
        &self,
        change: AlterColumn<'a>,
        from: &Column<'a>,
        to: &Column<'a>,
    ) -> AlterColumn<'a> {
        let mut change = change.set_type(to.ty);
        if !self.dialect.has_types() {
            return change;
        }
        let is_own = |ty: ColumnType<'_>| {
            let of = if let ColumnType::Array(of) = ty { *of } else { ty };
            matches!(of, ColumnType::Enum(..) | ColumnType::Named(_))
        };
        if !converts_by_itself(from.ty, to.ty) {
            let ty = self.dialect.column_type(to.ty).unwrap_or_default();
            let through = match from.ty {
                ColumnType::Array(of) if is_own(*of) => "::text[]",
                ty if is_own(ty) => "::text",
                _ => "",
            };
            let using = format!("{}{through}::{ty}", self.dialect.quote(to.name));
            change = change.using(self.arena.keep_text(using));
        }
        // A default of the old type may not turn into one of the new.
        if !converts_by_itself(from.ty, to.ty) || is_own(from.ty) {
            change.default = match (from.default, to.default) {
                (_, Some(default)) => Some(DefaultChange::Set(default)),
                (Some(_), None) => Some(DefaultChange::Drop),
                (None, None) => None,
            };
        }
        change
    }

    /// Returns the collation of a table's columns that name none.
    fn collation_of(&self, table: TableName<'a>) -> Option<&'a str> {
        let of_table = |table: &Table<'a>| table.options.iter().copied().find_map(collation);
        let own = self.to.table(table).and_then(of_table);
        let usual = || {
            let all = self.from.table_defaults.iter().chain(&self.to.table_defaults);
            all.copied().find_map(collation)
        };
        self.dialect.default_collation().or(own).or_else(usual)
    }

    /// Returns whether two types are the same to the database.
    pub(super) fn same_type(&self, from: ColumnType<'_>, to: ColumnType<'_>) -> bool {
        from == to
            || match (self.dialect.column_type(from), self.dialect.column_type(to)) {
                (Ok(from), Ok(to)) => from.eq_ignore_ascii_case(&to),
                _ => false,
            }
    }

    /// Returns whether a column has to go and come again to change as it is to: what it computes is another thing.
    pub(super) fn is_made_anew_as_column(&self, sides: &Sides<Placed<'a>>) -> bool {
        let (Some(from), Some(to)) = (sides.from, sides.to) else { return false };
        let (from, to) = (from.column, to.column);
        match (from.computed, to.computed) {
            (None, None) => false,
            // The same words, but the type of what they are made of changes.
            (Some(one), Some(other)) => {
                one != other || from == to || !self.same_type(from.ty, to.ty)
            }
            _ => true,
        }
    }

    /// Writes the whole column anew, where the change has no operation.
    pub(super) fn restate(&self, table: TableName<'a>, to: &Column<'a>, lines: &mut Lines<'a>) {
        if let Ok(definition) = sql::column_with_constraints(self.dialect, to) {
            let table = self.dialect.table(table);
            lines.extend([self.execute(format!("ALTER TABLE {table} MODIFY COLUMN {definition}"))]);
        }
    }

    /// Has a key numbered by a sequence of its own, or no longer, where the database numbers keys by sequences. Returns whether
    /// it was about that.
    fn number_by_sequence(
        &self,
        table: TableName<'a>,
        from: &Column<'a>,
        to: &Column<'a>,
        lines: &mut Lines<'a>,
    ) -> bool {
        let numbers = |schema: &Schema<'a>, column: &Column<'a>| {
            schema.table(table).is_some_and(|it| is_numbered(it, column))
        };
        let (before, after) = (numbers(self.from, from), numbers(self.to, to));
        if !self.dialect.has_types() || before == after {
            return false;
        }
        let name = self.arena.keep_text(format!("{}_{}_seq", table.name, to.name));
        let sequence = TableName { schema: table.schema, name };
        let change = AlterColumn { table, ..AlterColumn::new("", to.name) };
        match after {
            true => {
                if from.identity.is_some() {
                    lines.push(change.drop_identity());
                }
                let owner = self.arena.keep_text(format!("{table}.{}", to.name));
                let ty = Some(to.ty).filter(|ty| largest(*ty) < i64::MAX);
                let create = CreateSequence { name: sequence, ty, ..CreateSequence::new("") };
                lines.push(create.owned_by(owner));
                let next =
                    format!("nextval('{}')", self.dialect.table(sequence).replace('\'', "''"));
                lines.push(change.set_default_sql(self.arena.keep_text(next)));
            }
            false => {
                lines.push(change.drop_default());
                let drop = DropObject::new(ObjectKind::Sequence, "");
                lines.push(DropObject { name: sequence, ..drop });
            }
        }
        let same = Column { autoincrement: to.autoincrement, ..*from };
        let same = match after {
            true => Column { identity: None, default: None, ..same },
            false => same,
        };
        self.change_column(table, &same, to, lines);
        self.count_on(table, to, lines);
        true
    }
}

fn collation(option: TableOption<'_>) -> Option<&str> {
    match option {
        TableOption::Collate(name) => Some(name),
        _ => None,
    }
}

/// Returns what becomes of a column's identity.
fn identity(from: &Column<'_>, to: &Column<'_>) -> Option<IdentityChange> {
    match (from.identity, to.identity) {
        (None, Some(identity)) => Some(IdentityChange::Add(identity)),
        (Some(_), None) => Some(IdentityChange::Drop),
        (Some(before), Some(after)) if before != after => {
            let Identity { always, counter } = after;
            let counter = reset(before.counter, counter, largest(to.ty), 1);
            let always = (before.always != always).then_some(always);
            Some(IdentityChange::Set { always, counter })
        }
        _ => None,
    }
}

/// Returns whether a column is a lone integer key whose values a sequence of its own gives out.
fn is_numbered(table: &Table<'_>, column: &Column<'_>) -> bool {
    let is_lone_key = table.constraints.iter().any(|it| match it.kind {
        ConstraintKind::PrimaryKey(columns) => columns == [column.name],
        _ => false,
    });
    is_lone_key
        && column.ty.is_integer()
        && column.autoincrement != Autoincrement::Never
        && column.identity.is_none()
        && column.default.is_none()
}

/// Returns what a script of MySQL has to say again.
fn existing<'a>(column: &Column<'a>) -> ExistingColumn<'a> {
    ExistingColumn {
        ty: Some(column.ty),
        nullable: Some(column.nullable),
        default: column.default,
        comment: column.comment,
        collation: column.collation,
        autoincrement: (column.autoincrement == Autoincrement::Always).then_some(true),
        is_complete: false,
    }
}
