//! Rows of the catalog to columns.

use std::collections::BTreeMap;

use migration_api::schema::{
    Autoincrement, Column, ColumnType, Computed, Constraint, ConstraintKind, DefaultValue, Identity,
};

use super::expressions::{bare, default};
use super::rows::Row;
use super::sequences::Sequence;
use super::types::{EnumValues, column_type};

/// A table's columns.
#[derive(Default)]
pub(super) struct Columns<'a> {
    /// The names of all of them, by their numbers.
    names: BTreeMap<i64, &'a str>,
    /// Those that the table does not have from another one.
    own: Vec<(i64, Column<'a>)>,
}

impl<'a> Columns<'a> {
    pub(super) fn add(&mut self, row: Row<'_, 'a>, enums: &EnumValues<'a>) {
        let (number, name) = (row.number(1), row.kept(2));
        self.names.insert(number, name);
        if row.flag(3) {
            self.own.push((number, read(row, name, enums)));
        }
    }

    /// Returns the names of the columns with these numbers; an expression's 0 has none.
    pub(super) fn names_of(&self, numbers: &[i64]) -> Vec<&'a str> {
        numbers.iter().filter_map(|number| self.name_of(*number)).collect()
    }

    pub(super) fn name_of(&self, number: i64) -> Option<&'a str> {
        self.names.get(&number).copied()
    }

    /// Gives identity columns their counters.
    pub(super) fn count(&mut self, sequences: &BTreeMap<(i64, i64), &Sequence<'a>>, table: i64) {
        for (number, column) in &mut self.own {
            if let Some(identity) = &mut column.identity
                && let Some(sequence) = sequences.get(&(table, *number))
            {
                identity.counter = sequence.counter_of_identity();
            }
        }
    }

    /// Says of a lone integer key whether the database gives out its values. Returns the number of the column whose sequence says no
    /// more than that.
    pub(super) fn number_key(
        &mut self,
        constraints: &[Constraint<'a>],
        sequences: &BTreeMap<(i64, i64), &Sequence<'a>>,
        table: i64,
    ) -> Option<i64> {
        let key = lone_key(constraints)?;
        let (number, column) = self.own.iter_mut().find(|(_, column)| column.name == key)?;
        if !column.ty.is_integer() || column.identity.is_some() || column.computed.is_some() {
            return None;
        }
        let Some(DefaultValue::Expression(expression)) = column.default else {
            if column.default.is_none() {
                column.autoincrement = Autoincrement::Never;
            }
            return None;
        };
        let sequence = sequences.get(&(table, *number))?;
        let is_numbered = expression.starts_with("nextval(")
            && expression.contains(sequence.name().name)
            && sequence.counts_plainly()
            && !refers(constraints, key);
        is_numbered.then_some(*number)
    }

    /// Leaves out the default of a key that is numbered by the database.
    pub(super) fn leave_numbers_to_key(&mut self, number: i64) {
        if let Some((_, column)) = self.own.iter_mut().find(|(own, _)| *own == number) {
            column.default = None;
        }
    }

    pub(super) fn into_own(self) -> Vec<Column<'a>> {
        self.own.into_iter().map(|(_, column)| column).collect()
    }
}

fn read<'a>(row: Row<'_, 'a>, name: &'a str, enums: &EnumValues<'a>) -> Column<'a> {
    let mut column = Column::new(name, column_type(row, 4, enums));
    column.nullable = !row.flag(9);
    let is_enum = matches!(column.ty, ColumnType::Enum(..));
    match (row.text(12), row.some_text(10)) {
        ("", Some(expression)) => column.default = default(expression, is_enum, row.arena()),
        (kind, Some(expression)) => {
            let expression = row.arena().keep_text(bare(expression).to_owned());
            column.computed = Some(Computed { expression, stored: Some(kind == "s") });
        }
        (_, None) => {}
    }
    column.identity = row.some_text(11).map(|kind| match kind {
        "a" => Identity::always(),
        _ => Identity::by_default(),
    });
    column.collation = row.kept_if_any(13);
    column.comment = row.kept_if_any(14);
    column
}

fn lone_key<'a>(constraints: &[Constraint<'a>]) -> Option<&'a str> {
    constraints.iter().find_map(|constraint| match constraint.kind {
        ConstraintKind::PrimaryKey([column]) => Some(*column),
        _ => None,
    })
}

fn refers(constraints: &[Constraint<'_>], column: &str) -> bool {
    constraints.iter().any(|constraint| match constraint.kind {
        ConstraintKind::ForeignKey(key) => key.columns.contains(&column),
        _ => false,
    })
}
