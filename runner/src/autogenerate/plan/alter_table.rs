//! Changes of tables that stay.

use migration_api::ops::{
    AddColumn, AddConstraint, Batch, BatchOptions, CreateIndex, DropColumn, DropConstraint,
    DropIndex, Operation, Position, Recreate, SetTableComment, SetTableOption, ValidateConstraint,
};
use migration_api::schema::{
    Column, ColumnType, Constraint, ConstraintKind, DefaultValue, Index, IndexKeys, Table,
    TableName, TableOption,
};

use super::super::change::{Change, Placed, Sides};
use super::super::mention::words;
use super::super::order::foreign_key;
use super::super::texts;
use super::{Lines, Planner};
use crate::autogenerate::body::Line;
use crate::sql;

/// The changes of one table, by what they are about.
#[derive(Default)]
struct OfTable<'a> {
    columns: Vec<Sides<Placed<'a>>>,
    constraints: Vec<Sides<Constraint<'a>>>,
    indexes: Vec<Sides<Index<'a>>>,
    comment: Option<Sides<&'a str>>,
    options: Vec<Sides<TableOption<'a>>>,
}

impl<'a> OfTable<'a> {
    /// Adds a column that stays as it is, but takes part in a change.
    fn add_column(&mut self, from: &Table<'a>, to: &Table<'a>, column: &Column<'a>) {
        let is_known =
            self.columns.iter().any(|it| it.from.is_some_and(|it| it.column.name == column.name));
        let stays = to.columns.iter().find(|it| it.name == column.name);
        let place = from.columns.iter().position(|it| it.name == column.name);
        if let (Some(stays), Some(place), false) = (stays, place, is_known) {
            let before = place.checked_sub(1).and_then(|at| from.columns.get(at));
            let placed = |column: &Column<'a>| Placed {
                column: *column,
                after: before.map(|it| it.name),
                is_last: place + 1 == from.columns.len(),
            };
            self.columns.push(Sides::changed(placed(column), placed(stays)));
        }
    }
}

impl<'a> Planner<'_, 'a> {
    /// Changes the tables that stay, one after the other.
    pub(super) fn alter_tables(&self, lines: &mut Lines<'a>) {
        let mut tables: Vec<TableName<'a>> =
            self.changes.iter().filter_map(Change::altered_table).collect();
        tables.extend(self.columns_of_recreated().into_iter().map(|(table, _)| table));
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

    /// Adds what stays, but cannot while a column is made anew or has another type: constraints, indexes and computed columns
    /// over it.
    fn add_disturbed(&self, table: TableName<'a>, all: &mut OfTable<'a>) {
        let (Some(from), Some(to)) = (self.from.table(table), self.to.table(table)) else { return };
        let columns = from.columns.iter();
        let recreated = columns.clone().filter(|it| self.recreated_type(it.ty).is_some());
        recreated.for_each(|column| all.add_column(from, to, column));
        let changed = self.retyped(all);
        let computed = columns.filter(|column| {
            let expression = column.computed.map_or("", |it| it.expression);
            words(expression).any(|word| changed.contains(&word))
        });
        computed.for_each(|column| all.add_column(from, to, column));
        let anew: Vec<&str> = all
            .columns
            .iter()
            .filter(|sides| self.is_made_anew_as_column(sides))
            .filter_map(|sides| sides.from.map(|it| it.column.name))
            .collect();
        // The server keeps the words of an expression as they were made for the old type.
        let retyped: &[&str] = if self.dialect.views_hold_columns() { &changed } else { &[] };
        if anew.is_empty() && retyped.is_empty() {
            return;
        }
        let among = |names: &[&str], texts: Vec<&str>| {
            texts.into_iter().flat_map(words).any(|it| names.contains(&it))
        };
        for constraint in from.constraints {
            let is_known = all.constraints.iter().any(|it| it.from.as_ref() == Some(constraint));
            let is_over = among(&anew, columns_of_constraint(constraint))
                || among(retyped, texts::of_constraint(constraint));
            let stays = to.constraints.iter().find(|it| it.name == constraint.name);
            if !is_known && is_over && foreign_key(constraint).is_none() {
                all.constraints.push(Sides::changed(*constraint, *stays.unwrap_or(constraint)));
            }
        }
        for index in from.indexes {
            let is_known = all.indexes.iter().any(|it| it.from.as_ref() == Some(index));
            let is_over =
                among(&anew, columns_of_index(index)) || among(retyped, texts::of_index(index));
            let stays = to.indexes.iter().find(|it| it.name == index.name);
            if !is_known && is_over {
                all.indexes.push(Sides::changed(*index, *stays.unwrap_or(index)));
            }
        }
    }

    /// Returns the columns that get another type.
    fn retyped(&self, all: &OfTable<'a>) -> Vec<&'a str> {
        let retyped = all.columns.iter().filter_map(|sides| {
            let (from, to) = (sides.from?.column, sides.to?.column);
            let is_another =
                !self.same_type(from.ty, to.ty) || self.recreated_type(from.ty).is_some();
            is_another.then_some(from.name)
        });
        retyped.collect()
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

    /// Returns whether this is a primary key that gives way to the new one in one statement: a numbered column always needs a key.
    fn is_key_at_once(&self, constraint: &Constraint<'a>) -> bool {
        let is_key = matches!(constraint.kind, ConstraintKind::PrimaryKey(_));
        is_key && self.dialect.replaces_key_at_once()
    }

    /// Puts one primary key in the place of another, where that has to be one statement.
    fn replace_key(&self, table: TableName<'a>, all: &OfTable<'a>, lines: &mut Lines<'a>) {
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
        is_check && names_column && self.dialect.name() == "mariadb"
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
            Line::Comment(_) | Line::Source(_) => false,
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
                other => lines.0.push(other),
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
        let is_of_texts = |option: Option<TableOption<'a>>| {
            matches!(option, Some(TableOption::Charset(_) | TableOption::Collate(_)))
        };
        let of_texts = |sides: &&Sides<TableOption<'a>>| {
            self.dialect.restates_columns() && (is_of_texts(sides.from) || is_of_texts(sides.to))
        };
        if all.options.iter().any(|sides| of_texts(&sides)) {
            self.convert_texts(table, lines);
        }
        for sides in all.options.iter().filter(|sides| !of_texts(sides)) {
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

    /// Gives a table another character set or collation, and its texts too; those that have one of their own keep it.
    fn convert_texts(&self, table: TableName<'a>, lines: &mut Lines<'a>) {
        let Some(wanted) = self.to.table(table) else { return };
        let usual = self.from.table_defaults.iter().chain(&self.to.table_defaults);
        let options: Vec<&TableOption<'a>> = wanted.options.iter().chain(usual).collect();
        let charset = options.iter().find_map(|option| match option {
            TableOption::Charset(name) => Some(*name),
            _ => None,
        });
        let own = |option: &TableOption<'a>| match option {
            TableOption::Collate(name) => Some(*name),
            _ => None,
        };
        let has_charset = wanted.options.iter().any(|it| matches!(it, TableOption::Charset(_)));
        let collation = match has_charset {
            // Another character set has a collation of its own.
            true => wanted.options.iter().find_map(own),
            false => options.iter().copied().find_map(own),
        };
        let Some(charset) = charset else { return };
        let collate = collation.map(|name| format!(" COLLATE {name}")).unwrap_or_default();
        let of = self.dialect.table(table);
        let sql = format!("ALTER TABLE {of} CONVERT TO CHARACTER SET {charset}{collate}");
        lines.extend([self.execute(sql)]);
        for column in wanted.columns.iter().filter(|column| column.collation.is_some()) {
            self.restate(table, column, lines);
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
