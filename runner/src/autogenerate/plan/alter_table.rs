//! Changes of tables that stay.

use migration_api::ops::{
    AddColumn, AddConstraint, Batch, BatchOptions, CreateIndex, DropColumn, DropIndex, Operation,
    Position, Recreate, SetTableComment, SetTableOption, ValidateConstraint,
};
use migration_api::schema::{
    Column, ColumnType, Constraint, ConstraintKind, DefaultValue, Index, IndexKeys, TableName,
    TableOption,
};

use super::super::change::{Change, Placed, Sides};
use super::super::mention::words;
use super::super::order::foreign_key;
use super::super::texts;
use super::{Lines, Planner};
use crate::autogenerate::body::Line;

/// The changes of one table, by what they are about.
#[derive(Default)]
struct OfTable<'a> {
    columns: Vec<Sides<Placed<'a>>>,
    constraints: Vec<Sides<Constraint<'a>>>,
    indexes: Vec<Sides<Index<'a>>>,
    comment: Option<Sides<&'a str>>,
    options: Vec<Sides<TableOption<'a>>>,
}

impl<'a> Planner<'_, 'a> {
    /// Changes the tables that stay, one after the other.
    pub(super) fn alter_tables(&self, lines: &mut Lines<'a>) {
        let mut tables: Vec<TableName<'a>> =
            self.changes.iter().filter_map(Change::altered_table).collect();
        tables.sort_unstable();
        tables.dedup();
        for table in tables {
            let mut of_table = self.of_table(table);
            self.add_disturbed(table, &mut of_table);
            self.alter_table(table, &of_table, lines);
        }
    }

    fn of_table(&self, table: TableName<'a>) -> OfTable<'a> {
        let mut all = OfTable::default();
        for change in self.changes.iter().filter(|it| it.altered_table() == Some(table)) {
            match change {
                Change::Column { sides, .. } => all.columns.push(*sides),
                Change::Constraint { sides, .. } => all.constraints.push(*sides),
                Change::Index { sides, .. } => all.indexes.push(*sides),
                Change::TableComment { sides, .. } => all.comment = Some(*sides),
                Change::TableOption { sides, .. } => all.options.push(*sides),
                _ => {}
            }
        }
        all
    }

    /// Adds what stays, but cannot while a column is made anew: constraints, indexes and computed columns over it.
    fn add_disturbed(&self, table: TableName<'a>, all: &mut OfTable<'a>) {
        let (Some(from), Some(to)) = (self.from.table(table), self.to.table(table)) else { return };
        let changed: Vec<&str> = all
            .columns
            .iter()
            .filter_map(|sides| match (sides.from, sides.to) {
                (Some(from), Some(to)) if !self.same_type(from.column.ty, to.column.ty) => {
                    Some(from.column.name)
                }
                _ => None,
            })
            .collect();
        let known: Vec<&str> =
            all.columns.iter().filter_map(|it| it.from.map(|it| it.column.name)).collect();
        for (place, column) in from.columns.iter().enumerate() {
            let Some(computed) = column.computed else { continue };
            let mentions = words(computed.expression).any(|word| changed.contains(&word));
            let stays = to.columns.iter().find(|it| it.name == column.name);
            if let Some(stays) = stays
                && mentions
                && !known.contains(&column.name)
            {
                let placed = |column: &Column<'a>| Placed {
                    column: *column,
                    after: place
                        .checked_sub(1)
                        .and_then(|at| from.columns.get(at))
                        .map(|it| it.name),
                    is_last: place + 1 == from.columns.len(),
                };
                all.columns.push(Sides::changed(placed(column), placed(stays)));
            }
        }
        let anew: Vec<&str> = all
            .columns
            .iter()
            .filter(|sides| self.is_made_anew_as_column(sides))
            .filter_map(|sides| sides.from.map(|it| it.column.name))
            .collect();
        if anew.is_empty() {
            return;
        }
        let over =
            |texts: Vec<&str>| texts.into_iter().flat_map(words).any(|it| anew.contains(&it));
        for constraint in from.constraints {
            let is_known = all.constraints.iter().any(|it| it.from.as_ref() == Some(constraint));
            let columns = columns_of_constraint(constraint);
            if !is_known && foreign_key(constraint).is_none() && over(columns) {
                all.constraints.push(Sides::changed(*constraint, *constraint));
            }
        }
        for index in from.indexes {
            let is_known = all.indexes.iter().any(|it| it.from.as_ref() == Some(index));
            if !is_known && over(columns_of_index(index)) {
                all.indexes.push(Sides::changed(*index, *index));
            }
        }
    }

    fn alter_table(&self, table: TableName<'a>, all: &OfTable<'a>, lines: &mut Lines<'a>) {
        let mut inner = Lines::default();
        self.drop_parts(table, all, &mut inner);
        self.change_columns(table, all, &mut inner);
        self.add_parts(table, all, &mut inner);
        let in_batch = self.always_batch || !self.adds_keys_later() && self.needs_batch(&inner);
        match in_batch {
            true => self.batch(table, all, inner, lines),
            false => {
                let without_places = inner.0.into_iter().map(|line| self.without_place(line));
                lines.0.extend(without_places);
                self.set_options(table, all, lines);
            }
        }
        if let Some(comment) = all.comment {
            lines.push(SetTableComment { table, comment: comment.to });
        }
    }

    /// Drops indexes and constraints that go or change.
    fn drop_parts(&self, table: TableName<'a>, all: &OfTable<'a>, lines: &mut Lines<'a>) {
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
            if !waits && !stays {
                lines.push(self.drop_of(table, &from));
            }
        }
    }

    /// Adds constraints and indexes that come or change.
    fn add_parts(&self, table: TableName<'a>, all: &OfTable<'a>, lines: &mut Lines<'a>) {
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
            if !waits {
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

    fn change_columns(&self, table: TableName<'a>, all: &OfTable<'a>, lines: &mut Lines<'a>) {
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
        self.dialect.name() != "postgresql"
    }

    /// Puts a new column at the end where a table is changed by SQLite's own statements.
    fn without_place(&self, line: Line<'a>) -> Line<'a> {
        match line {
            Line::Operation(Operation::AddColumn(op)) if !self.adds_keys_later() => {
                Line::Operation(AddColumn { position: Position::Last, ..op }.into())
            }
            other => other,
        }
    }

    /// Returns whether SQLite has no statements of its own for these changes.
    fn needs_batch(&self, lines: &Lines<'a>) -> bool {
        lines.0.iter().any(|line| match line {
            Line::Comment(_) => false,
            Line::Operation(operation) => match operation {
                Operation::CreateIndex(_) | Operation::DropIndex(_) => false,
                Operation::DropColumn(_) => false,
                Operation::AddColumn(op) => !is_simple(&op.column),
                _ => true,
            },
        })
    }

    fn batch(
        &self,
        table: TableName<'a>,
        all: &OfTable<'a>,
        inner: Lines<'a>,
        lines: &mut Lines<'a>,
    ) {
        let mut operations = Vec::new();
        for line in inner.0 {
            match line {
                Line::Operation(operation) => operations.push(operation),
                comment @ Line::Comment(_) => lines.0.push(comment),
            }
        }
        let mut options = BatchOptions::new();
        if !self.adds_keys_later() {
            let new = all.options.iter().filter_map(|sides| sides.to);
            let gone =
                all.options.iter().filter(|sides| sides.to.is_none()).filter_map(|it| it.from);
            options = options
                .options(self.arena.keep(new.collect()))
                .without(self.arena.keep(gone.collect()));
        }
        if !operations.is_empty() || options != BatchOptions::new() {
            let operations = self.arena.keep(operations);
            lines.push(Batch { table, options, operations });
        }
        if self.adds_keys_later() {
            self.set_options(table, all, lines);
        }
    }

    fn set_options(&self, table: TableName<'a>, all: &OfTable<'a>, lines: &mut Lines<'a>) {
        for sides in &all.options {
            match (sides.from, sides.to) {
                (_, Some(option)) if self.adds_keys_later() => {
                    lines.push(SetTableOption { table, option });
                }
                (_, Some(option)) => {
                    let options = self.arena.keep(vec![option]);
                    let options = BatchOptions::new().recreate(Recreate::Always).options(options);
                    lines.push(Batch { table, options, operations: &[] });
                }
                (Some(option), None) if self.adds_keys_later() => {
                    self.reset_option(table, option, lines);
                }
                (Some(option), None) => {
                    let options = BatchOptions::new().without(self.arena.keep(vec![option]));
                    lines.push(Batch { table, options, operations: &[] });
                }
                (None, None) => {}
            }
        }
    }

    /// Sets an option back to what a table has by itself.
    fn reset_option(&self, table: TableName<'a>, option: TableOption<'a>, lines: &mut Lines<'a>) {
        let usual = self
            .from
            .table_defaults
            .iter()
            .chain(&self.to.table_defaults)
            .find(|it| std::mem::discriminant(*it) == std::mem::discriminant(&option));
        if let Some(option) = usual {
            lines.push(SetTableOption { table, option: *option });
        } else if let Some(sql) = self.dialect.reset_table_option(table, option) {
            lines.extend([self.execute(sql)]);
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

/// Returns whether SQLite adds this column by a statement of its own.
///
/// <https://www.sqlite.org/lang_altertable.html#alter_table_add_column>
fn is_simple(column: &Column<'_>) -> bool {
    let has_constant = matches!(column.default, Some(DefaultValue::Literal(_)));
    let takes_default = column.default.is_none() || has_constant;
    let is_stored = column.computed.is_some_and(|it| it.stored == Some(true));
    takes_default && !is_stored && (column.nullable || has_constant || column.computed.is_some())
}

/// Returns whether a new column is refused where the table holds rows.
fn is_refused_by_rows(column: &Column<'_>) -> bool {
    let is_numbered = column.identity.is_some()
        || column.autoincrement == migration_api::schema::Autoincrement::Always;
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

fn columns_of_constraint<'a>(constraint: &Constraint<'a>) -> Vec<&'a str> {
    match constraint.kind {
        ConstraintKind::PrimaryKey(columns) | ConstraintKind::Unique(columns) => columns.to_vec(),
        ConstraintKind::ForeignKey(key) => key.columns.to_vec(),
        ConstraintKind::Check(_) | ConstraintKind::Exclude(_) => texts::of_constraint(constraint),
    }
}

fn columns_of_index<'a>(index: &Index<'a>) -> Vec<&'a str> {
    let mut columns = match index.keys {
        IndexKeys::Columns(columns) => columns.to_vec(),
        IndexKeys::Parts(parts) => parts.iter().map(|part| part.text).collect(),
    };
    columns.extend(index.include);
    columns.extend(index.predicate);
    columns
}

/// Returns the family of types within which PostgreSQL converts values by itself.
///
/// <https://www.postgresql.org/docs/current/typeconv-query.html>
pub(super) fn converts_by_itself(from: ColumnType<'_>, to: ColumnType<'_>) -> bool {
    #[derive(PartialEq, Eq)]
    enum Family {
        Number,
        Text,
        Moment,
        Json,
        Address,
        Other,
    }
    fn family(ty: ColumnType<'_>) -> Family {
        match ty {
            _ if ty.is_integer() => Family::Number,
            ColumnType::Real | ColumnType::Double | ColumnType::Numeric(..) => Family::Number,
            ColumnType::Char(_)
            | ColumnType::Varchar(_)
            | ColumnType::Text
            | ColumnType::TinyText
            | ColumnType::MediumText
            | ColumnType::LongText
            | ColumnType::CiText => Family::Text,
            ColumnType::Custom(text) if text.to_ascii_uppercase().starts_with("NUMERIC") => {
                Family::Number
            }
            ColumnType::Custom(text) if text.to_ascii_uppercase().starts_with("VARCHAR") => {
                Family::Text
            }
            ColumnType::Date
            | ColumnType::Timestamp
            | ColumnType::TimestampDigits(_)
            | ColumnType::TimestampWithTimeZone
            | ColumnType::TimestampWithTimeZoneDigits(_) => Family::Moment,
            ColumnType::Json | ColumnType::Jsonb => Family::Json,
            ColumnType::Inet | ColumnType::Cidr => Family::Address,
            _ => Family::Other,
        }
    }
    if let (ColumnType::Array(from), ColumnType::Array(to)) = (from, to) {
        return converts_by_itself(*from, *to);
    }
    let same_kind = std::mem::discriminant(&from) == std::mem::discriminant(&to)
        && !matches!(from, ColumnType::Enum(..) | ColumnType::Named(_) | ColumnType::Custom(_));
    let (from, to) = (family(from), family(to));
    same_kind || to == Family::Text || (from == to && from != Family::Other)
}
