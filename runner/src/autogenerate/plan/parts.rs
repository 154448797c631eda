//! Constraints and indexes of tables that stay.

use migration_api::ops::{
    AddConstraint, CreateIndex, DropConstraint, DropIndex, ValidateConstraint,
};
use migration_api::schema::{Constraint, ConstraintKind, Index, TableName};

use super::super::change::Sides;
use super::super::order::foreign_key;
use super::alter_table::OfTable;
use super::{Lines, Planner};
use crate::sql;

impl<'a> Planner<'_, 'a> {
    /// Drops indexes and constraints that go or change.
    pub(super) fn drop_parts(
        &self,
        table: TableName<'a>,
        all: &OfTable<'a>,
        lines: &mut Lines<'a>,
    ) {
        for sides in &all.indexes {
            let Some(from) = sides.from else { continue };
            if self.only_comment(sides).is_some() {
                continue;
            }
            if let Some(name) = from.name {
                lines.push(DropIndex { name, table, if_exists: false, concurrently: false });
            }
        }
        for sides in &all.constraints {
            let Some(from) = sides.from else { continue };
            let waits = foreign_key(&from).is_some() && self.adds_keys_later();
            let stays = sides.to.is_some_and(|to| {
                self.is_only_validated(Some(&from), &to)
                    || self.renamed(table, &from, &to).is_some()
            });
            if waits || stays || self.is_key_at_once(&from) {
                continue;
            }
            if self.is_of_column(table, &from) {
                self.drop_check_of_column(table, &from, all, lines);
            } else {
                lines.push(self.drop_of(table, &from));
            }
        }
    }

    /// Adds constraints and indexes that come or change.
    pub(super) fn add_parts(&self, table: TableName<'a>, all: &OfTable<'a>, lines: &mut Lines<'a>) {
        for sides in &all.constraints {
            let Some(constraint) = sides.to else { continue };
            if self.is_only_validated(sides.from.as_ref(), &constraint) {
                let name = constraint.name.unwrap_or_default();
                lines.push(ValidateConstraint { table, name });
                continue;
            }
            let renamed = sides.from.and_then(|from| self.renamed(table, &from, &constraint));
            if let Some(sql) = renamed {
                lines.extend([self.execute(sql)]);
                continue;
            }
            let waits = foreign_key(&constraint).is_some() && self.adds_keys_later();
            if !waits && !self.is_key_at_once(&constraint) {
                lines.push(AddConstraint { table, constraint });
            }
        }
        for sides in &all.indexes {
            if let Some(sql) = self.only_comment(sides) {
                lines.extend([self.execute(sql)]);
                continue;
            }
            lines.extend(sides.to.map(|index| CreateIndex::new(Index { table, ..index }).into()));
        }
    }

    /// Returns whether this is a primary key that gives way to the new one in one statement: a numbered column always needs a key.
    fn is_key_at_once(&self, constraint: &Constraint<'a>) -> bool {
        let is_key = matches!(constraint.kind, ConstraintKind::PrimaryKey(_));
        is_key && self.dialect.replaces_key_at_once()
    }

    /// Puts one primary key in the place of another, where that has to be one statement.
    pub(super) fn replace_key(
        &self,
        table: TableName<'a>,
        all: &OfTable<'a>,
        lines: &mut Lines<'a>,
    ) {
        let is_key = |it: &Constraint<'a>| self.is_key_at_once(it);
        let of = |side: fn(&Sides<Constraint<'a>>) -> Option<Constraint<'a>>| {
            all.constraints.iter().filter_map(side).find(is_key)
        };
        match (of(|it| it.from), of(|it| it.to)) {
            (Some(_), Some(to)) => {
                let (table, key) =
                    (self.dialect.table(table), sql::constraint_clause(self.dialect, &to));
                let sql = format!("ALTER TABLE {table} DROP PRIMARY KEY, ADD {key}");
                lines.extend([self.execute(sql)]);
            }
            (Some(from), None) => lines.push(self.drop_of(table, &from)),
            (None, Some(constraint)) => lines.push(AddConstraint { table, constraint }),
            (None, None) => {}
        }
    }

    /// Returns whether a check may stand on a column, where the database drops it only with the column's text: MariaDB calls
    /// it as the column.
    fn is_of_column(&self, table: TableName<'a>, constraint: &Constraint<'a>) -> bool {
        let is_check = matches!(constraint.kind, ConstraintKind::Check(_));
        let names_column = self.from.table(table).is_some_and(|table| {
            table.columns.iter().any(|column| Some(column.name) == constraint.name)
        });
        is_check && names_column && self.dialect.has_checks_of_columns()
    }

    fn drop_check_of_column(
        &self,
        table: TableName<'a>,
        check: &Constraint<'a>,
        all: &OfTable<'a>,
        lines: &mut Lines<'a>,
    ) {
        let drop = self.drop_of(table, check);
        lines.push(DropConstraint { if_exists: true, ..drop });
        let goes = all.columns.iter().any(|sides| {
            sides.to.is_none() && sides.from.is_some_and(|it| Some(it.column.name) == check.name)
        });
        let column = self
            .from
            .table(table)
            .and_then(|table| table.columns.iter().find(|column| Some(column.name) == check.name));
        if let Some(column) = column.filter(|_| !goes) {
            self.restate(table, column, lines);
        }
    }

    /// Returns whether all that changes of a constraint is that its old rows are checked.
    pub(super) fn is_only_validated(
        &self,
        from: Option<&Constraint<'a>>,
        to: &Constraint<'a>,
    ) -> bool {
        let Some(from) = from else { return false };
        let mut validated = *from;
        validated.timing.not_valid = false;
        let same_kind = match (from.kind, to.kind) {
            // Their texts may be written in another way; that they mean the same was seen where names are compared.
            (ConstraintKind::Check(one), ConstraintKind::Check(other)) => one == other,
            (one, other) => one == other,
        };
        from.timing.not_valid
            && !to.timing.not_valid
            && same_kind
            && Constraint { kind: to.kind, ..validated } == *to
    }

    /// Returns the statement that gives a constraint its new name, if that is all that changes and the database has one.
    fn renamed(
        &self,
        table: TableName<'a>,
        from: &Constraint<'a>,
        to: &Constraint<'a>,
    ) -> Option<String> {
        let (old, new) = (from.name?, to.name?);
        let same = Constraint { name: to.name, ..*from } == *to;
        let sql = self.dialect.rename_constraint(table, old, new);
        sql.filter(|_| same && old != new && foreign_key(from).is_none())
    }

    /// Returns the statement that sets the remark of an index, if that is all that changes and the database has one.
    fn only_comment(&self, sides: &Sides<Index<'a>>) -> Option<String> {
        let (from, to) = (sides.from?, sides.to?);
        if from.comment == to.comment || (Index { comment: to.comment, ..from }) != to {
            return None;
        }
        let set = self.dialect.comment_on_index(to.table, to.name?, to.comment).ok()?;
        set.map(|statement| statement.sql().to_owned())
    }
}
