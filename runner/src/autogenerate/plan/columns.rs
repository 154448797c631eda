//! Columns of tables that stay: they come, go, and stand in their places.

use migration_api::ops::{AddColumn, DropColumn, Position};
use migration_api::schema::{Autoincrement, Column, TableName};

use super::super::body::Line;
use super::super::change::{Placed, Sides};
use super::alter_table::OfTable;
use super::{Lines, Planner};
use crate::sql::Feature;

impl<'a> Planner<'_, 'a> {
    pub(super) fn change_columns(
        &self,
        table: TableName<'a>,
        all: &OfTable<'a>,
        lines: &mut Lines<'a>,
    ) {
        let is_computed =
            |it: &Option<Placed<'a>>| it.is_some_and(|it| it.column.computed.is_some());
        let goes = |it: &&Sides<Placed<'a>>| {
            it.from.is_some() && (it.to.is_none() || self.is_made_anew_as_column(it))
        };
        let comes = |it: &&Sides<Placed<'a>>| {
            it.to.is_some() && (it.from.is_none() || self.is_made_anew_as_column(it))
        };
        for sides in all.columns.iter().filter(goes).filter(|it| is_computed(&it.from)) {
            self.drop_column(table, sides, lines);
        }
        let anew = |it: &&Sides<Placed<'a>>| it.from.is_some() && it.to.is_some();
        for sides in
            all.columns.iter().filter(goes).filter(anew).filter(|it| !is_computed(&it.from))
        {
            self.drop_column(table, sides, lines);
        }
        for sides in all.columns.iter().filter(comes).filter(|it| !is_computed(&it.to)) {
            self.add_column(table, sides, lines);
        }
        for sides in all.columns.iter().filter(|it| !goes(it) && !comes(it)) {
            if let (Some(from), Some(to)) = (sides.from, sides.to) {
                self.alter_column(table, &from.column, &to.column, lines);
            }
        }
        self.replace_key(table, all, lines);
        let for_good = |it: &&Sides<Placed<'a>>| it.to.is_none();
        for sides in
            all.columns.iter().filter(goes).filter(for_good).filter(|it| !is_computed(&it.from))
        {
            self.drop_column(table, sides, lines);
        }
        for sides in all.columns.iter().filter(comes).filter(|it| is_computed(&it.to)) {
            self.add_column(table, sides, lines);
        }
    }

    fn drop_column(&self, table: TableName<'a>, sides: &Sides<Placed<'a>>, lines: &mut Lines<'a>) {
        let Some(from) = sides.from else { return };
        if from.column.computed.is_none() {
            lines.comment(format!("The values of `{table}.{}` are lost.", from.column.name));
        }
        let column = from.column.name;
        lines.push(DropColumn { table, column, if_exists: false, cascade: false });
    }

    fn add_column(&self, table: TableName<'a>, sides: &Sides<Placed<'a>>, lines: &mut Lines<'a>) {
        let Some(Placed { column, after, is_last }) = sides.to else { return };
        let position = match after {
            _ if is_last || !self.places_columns() => Position::Last,
            Some(before) => Position::After(before),
            None => Position::First,
        };
        lines.0.extend(self.renamed_column(table, column.name).map(Line::Comment));
        if is_refused_by_rows(&column) {
            lines.comment(three_steps(table, column.name));
        }
        lines.push(AddColumn { table, column, position, if_not_exists: false });
    }

    /// Returns whether a column can stand elsewhere than at the end; on SQLite in a batch.
    fn places_columns(&self) -> bool {
        !self.has_limit(Feature::ColumnFirstOrAfter) || !self.adds_keys_later()
    }
}

/// Returns whether a new column is refused where the table holds rows.
fn is_refused_by_rows(column: &Column<'_>) -> bool {
    let is_numbered = column.identity.is_some() || column.autoincrement == Autoincrement::Always;
    !column.nullable && column.default.is_none() && column.computed.is_none() && !is_numbered
}

/// Returns the advice for a column that rows have no value for.
fn three_steps(table: TableName<'_>, column: &str) -> String {
    format!(
        "Rows of `{table}` have no value for `{column}` yet. If there are any, take three steps: add the column without \
         `.not_null()`, fill it,\nthen refuse NULL:\n\
         ctx.execute(\"UPDATE {table} SET {column} = …\", &[])?;\n\
         ctx.alter_column(AlterColumn::new(\"{table}\", \"{column}\").set_not_null())?;"
    )
}
