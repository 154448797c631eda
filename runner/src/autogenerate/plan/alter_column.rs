//! Changes of a column that stays.

use migration_api::ops::{
    AlterColumn, CommentChange, CreateSequence, DefaultChange, DropObject, ExistingColumn,
    IdentityChange, ObjectKind,
};
use migration_api::schema::{Autoincrement, Column, ColumnType, DefaultValue, Identity, TableName};

use super::super::change::{Placed, Sides};
use super::alter_table::converts_by_itself;
use super::types::reset;
use super::{Lines, Planner};
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
        if self.number_by_sequence(table, from, to, lines) {
            return;
        }
        let mut change = AlterColumn { table, ..AlterColumn::new("", to.name) };
        if !self.same_type(from.ty, to.ty) {
            change = change.set_type(to.ty);
            if self.dialect.has_types() && !converts_by_itself(from.ty, to.ty) {
                let ty = self.dialect.column_type(to.ty).unwrap_or_default();
                let through = match from.ty {
                    ColumnType::Enum(..) | ColumnType::Named(_) => "::text",
                    _ => "",
                };
                let using = format!("{}{through}::{ty}", self.dialect.quote(to.name));
                change = change.using(self.arena.keep_text(using));
                // A default of the old type may not turn into one of the new.
                if let Some(default) = to.default {
                    change.default = Some(DefaultChange::Set(default));
                }
            }
        }
        if from.collation != to.collation {
            change.collation = Some(to.collation.unwrap_or(self.dialect.default_collation()));
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
        if from.default != to.default {
            change.default = match to.default {
                Some(default) => Some(DefaultChange::Set(default)),
                None => from.default.map(|_| DefaultChange::Drop),
            };
        }
        change.identity = identity(from, to);
        if from.autoincrement != to.autoincrement {
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
    fn restate(&self, table: TableName<'a>, to: &Column<'a>, lines: &mut Lines<'a>) {
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
        if !self.dialect.has_types() || from.autoincrement == to.autoincrement {
            return false;
        }
        let name = self.arena.keep_text(format!("{}_{}_seq", table.name, to.name));
        let sequence = TableName { schema: table.schema, name };
        let change = AlterColumn { table, ..AlterColumn::new("", to.name) };
        let rest = |lines: &mut Lines<'a>| {
            let same = Column { autoincrement: to.autoincrement, default: to.default, ..*from };
            self.alter_column(table, &same, to, lines);
        };
        match (from.autoincrement, to.autoincrement) {
            (Autoincrement::Never, Autoincrement::Auto | Autoincrement::Always)
                if to.identity.is_none() && to.default.is_none() =>
            {
                let owner = self.arena.keep_text(format!("{table}.{}", to.name));
                let create = CreateSequence { name: sequence, ..CreateSequence::new("") };
                lines.push(create.owned_by(owner));
                let next =
                    format!("nextval('{}')", self.dialect.table(sequence).replace('\'', "''"));
                lines.push(change.set_default_sql(self.arena.keep_text(next)));
                rest(lines);
            }
            (Autoincrement::Auto | Autoincrement::Always, Autoincrement::Never)
                if from.identity.is_none() =>
            {
                let change = match to.default {
                    Some(DefaultValue::Literal(value)) => change.set_default(value),
                    Some(DefaultValue::Expression(text)) => change.set_default_sql(text),
                    None => change.drop_default(),
                };
                lines.push(change);
                let drop = DropObject::new(ObjectKind::Sequence, "");
                lines.push(DropObject { name: sequence, ..drop });
                rest(lines);
            }
            _ => return false,
        }
        true
    }
}

/// Returns what becomes of a column's identity.
fn identity(from: &Column<'_>, to: &Column<'_>) -> Option<IdentityChange> {
    match (from.identity, to.identity) {
        (None, Some(identity)) => Some(IdentityChange::Add(identity)),
        (Some(_), None) => Some(IdentityChange::Drop),
        (Some(before), Some(after)) if before != after => {
            let Identity { always, counter } = after;
            let counter = reset(before.counter, counter, largest(to.ty));
            let always = (before.always != always).then_some(always);
            Some(IdentityChange::Set { always, counter })
        }
        _ => None,
    }
}

/// Returns the largest value of an integer type.
fn largest(ty: ColumnType<'_>) -> i64 {
    match ty {
        ColumnType::SmallInt | ColumnType::TinyInt => i64::from(i16::MAX),
        ColumnType::Integer | ColumnType::MediumInt => i64::from(i32::MAX),
        _ => i64::MAX,
    }
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
