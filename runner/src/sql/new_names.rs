//! The names that an operation creates, and whether they can arrive as they are.
//!
//! PostgreSQL cuts longer ones off, and says so in a notice only:
//! <https://www.postgresql.org/docs/current/sql-syntax-lexical.html#SQL-SYNTAX-IDENTIFIERS>.

use migration_api::ops::Operation;
use migration_api::schema::{Column, ColumnType, Constraint, Index, TableName};

use super::{RenderError, subject};
use crate::dialect::Dialect;

/// How long an identifier may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameLimit {
    /// So many bytes of UTF-8.
    Bytes(usize),
    /// So many characters.
    Characters(usize),
}

impl NameLimit {
    /// Returns the limit's number.
    pub fn size(self) -> usize {
        match self {
            Self::Bytes(size) | Self::Characters(size) => size,
        }
    }

    /// Returns how long a name is, as the limit counts.
    pub fn length(self, name: &str) -> usize {
        match self {
            Self::Bytes(_) => name.len(),
            Self::Characters(_) => name.chars().count(),
        }
    }

    /// Returns what the limit counts.
    fn unit(self) -> &'static str {
        match self {
            Self::Bytes(_) => "bytes",
            Self::Characters(_) => "characters",
        }
    }
}

/// What a new name is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Thing {
    Table,
    Column,
    Constraint,
    Index,
    Sequence,
    Schema,
    View,
    /// A type, where types have names.
    Type,
    /// A value of an enum type.
    EnumValue,
}

impl Thing {
    fn text(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Column => "column",
            Self::Constraint => "constraint",
            Self::Index => "index",
            Self::Sequence => "sequence",
            Self::Schema => "schema",
            Self::View => "view",
            Self::Type => "type",
            Self::EnumValue => "value",
        }
    }

    fn is_of_types(self) -> bool {
        matches!(self, Self::Type | Self::EnumValue)
    }
}

/// What a new name is for, and the name.
type NewName<'a> = (Thing, &'a str);

/// As much of a name as a message shows.
const SHOWN: usize = 40;

/// Refuses an operation that creates something under a name which would arrive as another one.
pub(super) fn check(dialect: &dyn Dialect, operation: &Operation<'_>) -> Result<(), RenderError> {
    let mut names = Vec::new();
    of_operation(operation, &mut names);
    // Without types, an enum's name is none and its values are texts.
    names.retain(|(what, _)| dialect.has_types() || !what.is_of_types());
    // SQLite's client takes it from the end of a line of a script, within quotes too.
    if let Some((what, _)) = names.iter().find(|(_, name)| name.contains('\r')) {
        return Err(RenderError::ReturnInName {
            operation: operation.name(),
            subject: start_of(&subject(operation)),
            what: what.text(),
        });
    }
    let Some(limit) = dialect.identifier_limit() else {
        return Ok(());
    };
    let too_long = names.into_iter().find(|(_, name)| limit.length(name) > limit.size());
    match too_long {
        Some((what, name)) => Err(RenderError::NameTooLong {
            dialect: dialect.title(),
            operation: operation.name(),
            subject: start_of(&subject(operation)),
            what: what.text(),
            name: start_of(name),
            length: limit.length(name),
            limit: limit.size(),
            unit: limit.unit(),
        }),
        None => Ok(()),
    }
}

/// Returns a name, or the start of a long one.
fn start_of(name: &str) -> String {
    match name.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", name.get(..end).unwrap_or_default()),
        None => name.to_owned(),
    }
}

fn of_operation<'a>(operation: &Operation<'a>, names: &mut Vec<NewName<'a>>) {
    match operation {
        Operation::CreateTable(op) => {
            names.push((Thing::Table, op.table.name));
            op.columns.iter().for_each(|column| of_column(column, names));
            op.constraints.iter().for_each(|constraint| of_constraint(constraint, names));
            op.indexes.iter().for_each(|index| of_index(index, names));
        }
        Operation::RenameTable(op) => names.push((Thing::Table, op.new_name)),
        Operation::AddColumn(op) => of_column(&op.column, names),
        Operation::AlterColumn(op) => names.extend(op.new_name.map(|name| (Thing::Column, name))),
        Operation::CreateIndex(op) => of_index(&op.index, names),
        Operation::AddConstraint(op) => of_constraint(&op.constraint, names),
        Operation::CreateEnum(op) => {
            names.push((Thing::Type, op.name.name));
            names.extend(op.values.iter().map(|value| (Thing::EnumValue, *value)));
        }
        Operation::AddEnumValue(op) => names.push((Thing::EnumValue, op.value)),
        Operation::RenameEnumValue(op) => names.push((Thing::EnumValue, op.new_value)),
        Operation::CreateDomain(op) => names.push((Thing::Type, op.name.name)),
        Operation::CreateSequence(op) => names.push((Thing::Sequence, op.name.name)),
        Operation::CreateSchema(op) => names.push((Thing::Schema, op.name)),
        Operation::CreateView(op) => {
            names.push((Thing::View, op.name.name));
            names.extend(op.columns.iter().map(|column| (Thing::Column, *column)));
        }
        Operation::Batch(op) => op.operations.iter().for_each(|part| of_operation(part, names)),
        Operation::DropTable(_)
        | Operation::DropColumn(_)
        | Operation::DropIndex(_)
        | Operation::DropConstraint(_)
        | Operation::Execute(_)
        | Operation::BulkInsert(_)
        | Operation::SetTableComment(_)
        | Operation::SetTableOption(_)
        | Operation::ValidateConstraint(_)
        | Operation::AlterSequence(_)
        // Its name is one of the server's list.
        | Operation::CreateExtension(_)
        | Operation::RefreshMaterializedView(_)
        | Operation::CreateRoutine(_)
        | Operation::DropObject(_) => {}
    }
}

fn of_column<'a>(column: &Column<'a>, names: &mut Vec<NewName<'a>>) {
    names.push((Thing::Column, column.name));
    names.extend(column.unique_name.map(|name| (Thing::Constraint, name)));
    let reference = column.references.and_then(|reference| reference.name);
    names.extend(reference.map(|name| (Thing::Constraint, name)));
    // The table's creation makes it.
    if let ColumnType::Enum(name, _) = column.ty {
        names.push((Thing::Type, TableName::parse(name).name));
    }
}

fn of_constraint<'a>(constraint: &Constraint<'a>, names: &mut Vec<NewName<'a>>) {
    names.extend(constraint.name.map(|name| (Thing::Constraint, name)));
}

fn of_index<'a>(index: &Index<'a>, names: &mut Vec<NewName<'a>>) {
    names.extend(index.name.map(|name| (Thing::Index, name)));
}

#[cfg(test)]
mod tests {
    use migration_api::ops::{
        AddColumn, AlterColumn, Batch, BatchOptions, CreateEnum, CreateIndex, CreateSequence,
        CreateTable, CreateView, RenameTable,
    };

    use super::*;
    use crate::sql::testing::on_each;

    #[test]
    fn postgresql_counts_bytes_and_mysql_characters() {
        let (umlauts, fits) = ("ü".repeat(64), "ü".repeat(31));
        let told =
            [umlauts.as_str(), &fits].map(|name| on_each(&RenameTable::new("t", name).into()));
        insta::assert_snapshot!(told.join("\n"), @r#"
        -- PostgreSQL
        refused: rename_table on `t`: the table's name `üüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüü…` has 128 bytes, and PostgreSQL takes 63
           help: choose a shorter one
        -- SQLite
        ALTER TABLE t RENAME TO "üüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüü";
        -- MySQL
        ALTER TABLE t RENAME TO `üüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüüü`;

        -- PostgreSQL
        ALTER TABLE t RENAME TO "üüüüüüüüüüüüüüüüüüüüüüüüüüüüüüü";
        -- SQLite
        ALTER TABLE t RENAME TO "üüüüüüüüüüüüüüüüüüüüüüüüüüüüüüü";
        -- MySQL
        ALTER TABLE t RENAME TO `üüüüüüüüüüüüüüüüüüüüüüüüüüüüüüü`;
        "#);
    }

    #[test]
    fn every_new_name_is_looked_at() {
        let long = "x".repeat(70);
        let long = long.as_str();
        let columns = [Column::new(long, ColumnType::Integer)];
        let short = [Column::new("a", ColumnType::Integer)];
        let unique = [Column::new("a", ColumnType::Integer).unique_named(long)];
        let key = [Column::new("a", ColumnType::Integer).references_named(long, "p", "a")];
        let mood = [Column::new("a", ColumnType::Enum(long, &["sad"]))];
        let positive = [Constraint::check(long, "a > 0")];
        let indexes = [Index::new(long, "t", &["a"])];
        let index = CreateIndex::new(Index::new(long, "t", &["a"]));
        let parts = [Operation::from(index)];
        let batch = Batch {
            table: TableName::parse("t"),
            operations: &parts,
            options: BatchOptions::default(),
        };
        let values = [long];
        let cases: [Operation<'_>; 14] = [
            CreateTable::new(long, &short, &[]).into(),
            CreateTable::new("t", &columns, &[]).into(),
            CreateTable::new("t", &unique, &[]).into(),
            CreateTable::new("t", &key, &[]).into(),
            CreateTable::new("t", &mood, &[]).into(),
            CreateTable::new("t", &short, &positive).into(),
            CreateTable::new("t", &short, &[]).indexes(&indexes).into(),
            AddColumn::new("t", columns[0]).into(),
            AlterColumn::new("t", "a").rename(long).into(),
            index.into(),
            batch.into(),
            CreateEnum::new("e", &values).into(),
            CreateSequence::new(long).into(),
            CreateView::new("v", "SELECT 1").columns(&values).into(),
        ];
        let postgres = crate::dialect::by_name("postgresql").unwrap();
        let enum_of = |dialect| check(dialect, &CreateEnum::new(long, &values).into());
        assert_eq!(enum_of(crate::dialect::by_name("mysql").unwrap()), Ok(()));
        let told = cases.map(|operation| match check(postgres, &operation) {
            Err(RenderError::NameTooLong { operation, what, .. }) => format!("{operation}: {what}"),
            other => format!("{}: {other:?}", operation.name()),
        });
        insta::assert_snapshot!(told.join("\n"), @r#"
        create_table: table
        create_table: column
        create_table: constraint
        create_table: constraint
        create_table: type
        create_table: constraint
        create_table: index
        add_column: column
        alter_column: column
        create_index: index
        batch_alter_table: index
        create_enum: value
        create_sequence: sequence
        create_view: column
        "#);
    }
}
