//! When two things are the same.

use migration_api::Value;
use migration_api::schema::{
    Autoincrement, Column, ColumnType, Constraint, ConstraintKind, DefaultValue, Exclude, Index,
    IndexKeys, IndexPart, Table, View,
};

use super::Comparer;
use crate::dialect::{ComparedText, Dialect};
use crate::sql;

impl<'a> Comparer<'_, 'a> {
    /// Returns whether two columns of the same name are the same.
    pub(super) fn same_column(
        &mut self,
        table: &Table<'a>,
        from: &Column<'a>,
        to: &Column<'a>,
        from_table: &Table<'a>,
    ) -> bool {
        from.nullable == to.nullable
            && from.comment == to.comment
            && (!self.aspects.types || self.same_type_here(table, from, to))
            && (!self.aspects.server_defaults || self.same_values(table, from, to, from_table))
    }

    /// Returns the wanted column of an author with all that does not count as different as it is, so that a change of one part of
    /// a column is no change of the others.
    pub(super) fn with_what_stays(
        &mut self,
        (table, server): (&Table<'a>, &Column<'a>),
        author: &Column<'a>,
        (from_table, from): (&Table<'a>, &Column<'a>),
    ) -> Column<'a> {
        let mut to = *author;
        if !self.aspects.types || self.same_type_here(table, from, server) {
            (to.ty, to.collation) = (from.ty, from.collation);
        }
        if !self.aspects.server_defaults || self.same_values(table, from, server, from_table) {
            (to.default, to.computed, to.identity) = (from.default, from.computed, from.identity);
            (to.autoincrement, to.on_row_update) = (from.autoincrement, from.on_row_update);
        }
        to
    }

    fn same_type_here(&self, table: &Table<'a>, from: &Column<'a>, to: &Column<'a>) -> bool {
        match self.verdicts.types.get(&(table.name, to.name)) {
            Some(differ) => !differ,
            None => same_type(self.dialect, from.ty, to.ty) && from.collation == to.collation,
        }
    }

    /// Returns whether a row that gives no value gets the same one.
    fn same_values(
        &mut self,
        table: &Table<'a>,
        from: &Column<'a>,
        to: &Column<'a>,
        from_table: &Table<'a>,
    ) -> bool {
        let same_default = match self.verdicts.defaults.get(&(table.name, to.name)) {
            Some(differ) => !differ,
            None => self.same_default(table, from.default, to.default) || same_number(from, to),
        };
        let same_computed = match (from.computed, to.computed) {
            (None, None) => true,
            (Some(from), Some(to)) => {
                from.stored == to.stored && self.same_text(table, from.expression, to.expression)
            }
            _ => false,
        };
        same_default
            && same_computed
            && from.identity == to.identity
            && (from.autoincrement == to.autoincrement
                || numbering(from_table, from) == numbering(table, to))
            && from.on_row_update == to.on_row_update
    }

    /// Returns whether two defaults are the same.
    pub(super) fn same_default(
        &mut self,
        table: &Table<'a>,
        from: Option<DefaultValue<'a>>,
        to: Option<DefaultValue<'a>>,
    ) -> bool {
        match (from, to) {
            (None, None) => true,
            (Some(from), Some(to)) => {
                let text = |it| sql::default(self.dialect, it).ok();
                match (text(from), text(to)) {
                    (Some(from), Some(to)) => from == to || self.same_text(table, &from, &to),
                    _ => from == to,
                }
            }
            _ => false,
        }
    }

    /// Returns whether two constraints demand the same, whatever their names.
    pub(super) fn same_constraint(
        &mut self,
        table: &Table<'a>,
        from: &Constraint<'a>,
        to: &Constraint<'a>,
    ) -> bool {
        if from.timing != to.timing
            || from.include != to.include
            || from.nulls_not_distinct != to.nulls_not_distinct
            || from.no_inherit != to.no_inherit
        {
            return false;
        }
        match (from.kind, to.kind) {
            (ConstraintKind::Check(from), ConstraintKind::Check(to)) => {
                self.same_text(table, from, to)
            }
            (ConstraintKind::Exclude(from), ConstraintKind::Exclude(to)) => {
                self.same_exclude(table, &from, &to)
            }
            (from, to) => from == to,
        }
    }

    fn same_exclude(&mut self, table: &Table<'a>, from: &Exclude<'a>, to: &Exclude<'a>) -> bool {
        from.using == to.using
            && from.elements.len() == to.elements.len()
            && from
                .elements
                .iter()
                .zip(to.elements)
                .all(|(from, to)| from.1 == to.1 && self.same_text(table, from.0, to.0))
            && self.same_optional(table, from.predicate, to.predicate)
    }

    /// Returns whether two indexes are the same, whatever their names.
    pub(super) fn same_index(
        &mut self,
        table: &Table<'a>,
        from: &Index<'a>,
        to: &Index<'a>,
    ) -> bool {
        from.unique == to.unique
            && from.using == to.using
            && from.include == to.include
            && from.storage == to.storage
            && from.tablespace == to.tablespace
            && from.nulls_not_distinct == to.nulls_not_distinct
            && from.comment == to.comment
            && self.same_keys(table, &from.keys, &to.keys)
            && self.same_optional(table, from.predicate, to.predicate)
    }

    fn same_keys(&mut self, table: &Table<'a>, from: &IndexKeys<'a>, to: &IndexKeys<'a>) -> bool {
        match (from, to) {
            (IndexKeys::Parts(from), IndexKeys::Parts(to)) => {
                from.len() == to.len()
                    && from.iter().zip(*to).all(|(from, to)| self.same_part(table, from, to))
            }
            (from, to) => from == to,
        }
    }

    fn same_part(&mut self, table: &Table<'a>, from: &IndexPart<'a>, to: &IndexPart<'a>) -> bool {
        let but_text = |part: &IndexPart<'a>| IndexPart { text: "", ..*part };
        but_text(from) == but_text(to)
            && match from.is_expression {
                true => self.same_text(table, from.text, to.text),
                false => from.text == to.text,
            }
    }

    /// Returns whether two views are the same.
    pub(super) fn same_view(&mut self, from: &View<'a>, to: &View<'a>) -> bool {
        from.columns == to.columns
            && from.materialized == to.materialized
            && from.options == to.options
            && from.comment == to.comment
            && from.indexes == to.indexes
            && self.same(&ComparedText::Query, from.query, to.query)
    }

    pub(super) fn same_optional(
        &mut self,
        table: &Table<'a>,
        from: Option<&'a str>,
        to: Option<&'a str>,
    ) -> bool {
        match (from, to) {
            (Some(from), Some(to)) => self.same_text(table, from, to),
            (from, to) => from == to,
        }
    }

    /// Returns whether two expressions over a table mean the same.
    fn same_text(&mut self, table: &Table<'a>, from: &str, to: &str) -> bool {
        self.same(&ComparedText::Expression(table), from, to)
    }

    /// Returns whether two texts mean the same.
    pub(super) fn same(&mut self, text: &ComparedText<'_>, from: &str, to: &str) -> bool {
        from == to
            || self.asks && self.dialect.inspector().means_the_same(self.connection, text, from, to)
    }
}

/// Returns whether both columns are of numbers and have the same one by default, be it written as a text: it is none in the column.
fn same_number(from: &Column<'_>, to: &Column<'_>) -> bool {
    let number = |column: &Column<'_>| match column.default? {
        DefaultValue::Literal(Value::Text(text)) => text.trim().parse::<i64>().ok(),
        DefaultValue::Literal(Value::Int(number)) => Some(number),
        _ => None,
    };
    let is_number =
        |it: &Column<'_>| it.ty.is_integer() || matches!(it.ty, ColumnType::Numeric(..));
    is_number(from) && is_number(to) && number(from).is_some() && number(from) == number(to)
}

/// Returns whether two types are the same to a database: it writes them in the same words.
pub(in crate::autogenerate) fn same_type(
    dialect: &dyn Dialect,
    from: ColumnType<'_>,
    to: ColumnType<'_>,
) -> bool {
    from == to
        || match (dialect.column_type(from), dialect.column_type(to)) {
            (Ok(from), Ok(to)) => from.eq_ignore_ascii_case(&to),
            // What the database cannot have differs, and is refused when it is written.
            _ => false,
        }
}

/// How the database numbers a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Numbering {
    No,
    Numbered,
    /// A number is never given out twice.
    Strict,
}

/// Returns how a column is numbered: one that is a key no longer may say otherwise what comes to the same.
fn numbering(table: &Table<'_>, column: &Column<'_>) -> Numbering {
    let is_lone_key = table.constraints.iter().any(|it| match it.kind {
        ConstraintKind::PrimaryKey(columns) => columns == [column.name],
        _ => false,
    });
    match column.autoincrement {
        Autoincrement::Always if is_lone_key => Numbering::Strict,
        Autoincrement::Always => Numbering::Numbered,
        Autoincrement::Never => Numbering::No,
        Autoincrement::Auto => {
            let is_plain =
                column.default.is_none() && column.identity.is_none() && column.computed.is_none();
            match is_lone_key && is_plain && column.ty.is_integer() {
                true => Numbering::Numbered,
                false => Numbering::No,
            }
        }
    }
}
