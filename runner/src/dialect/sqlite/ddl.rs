//! Schema changes that SQLite makes, and those that it refuses.

use migration_api::Value;
use migration_api::ops::{AddColumn, AlterColumn, CreateTable, Operation, SetTableOption};
use migration_api::schema::{
    Autoincrement, Column, ConstraintKind, DefaultValue, TableName, TableOption,
};

use super::{defaults, types};
use crate::dialect::Dialect;
use crate::sql::{Feature, Limit, RenderError, Statement, TableSyntax, rename_column};

/// What SQLite cannot do.
///
/// <https://sqlite.org/lang_altertable.html>, <https://sqlite.org/omitted.html>
pub(super) const LIMITS: &[Limit] = &[
    Limit { feature: Feature::EmptyTable, help: "give it a column" },
    Limit { feature: Feature::ChangeType, help: BATCH },
    Limit { feature: Feature::ChangeNullability, help: BATCH },
    Limit { feature: Feature::ChangeDefault, help: BATCH },
    Limit { feature: Feature::ChangeCollation, help: BATCH },
    Limit { feature: Feature::ChangeAutoincrement, help: BATCH },
    Limit { feature: Feature::ChangeIdentity, help: IDENTITY },
    Limit { feature: Feature::Identity, help: IDENTITY },
    Limit {
        feature: Feature::ColumnIfNotExists,
        help: "look whether it exists: `pragma_table_info`",
    },
    Limit { feature: Feature::ColumnIfExists, help: "look whether it exists: `pragma_table_info`" },
    Limit { feature: Feature::ColumnFirstOrAfter, help: BATCH },
    Limit { feature: Feature::ColumnBefore, help: BATCH },
    Limit { feature: Feature::AddPrimaryKey, help: BATCH },
    Limit { feature: Feature::AddUnique, help: BATCH },
    Limit { feature: Feature::AddCheck, help: BATCH },
    Limit { feature: Feature::AddForeignKey, help: BATCH },
    Limit { feature: Feature::ConstraintIfExists, help: "leave `if_exists` out" },
    Limit { feature: Feature::DropConstraint, help: BATCH },
    Limit { feature: Feature::Exclude, help: "refuse such rows by a trigger" },
    Limit { feature: Feature::UsingIndex, help: "name the columns of the key" },
    Limit {
        feature: Feature::ConstraintInclude,
        help: "create an index over all of these columns",
    },
    Limit {
        feature: Feature::NullsNotDistinct,
        help: "create a unique index over `coalesce(column, …)`",
    },
    Limit { feature: Feature::DeferrableUnique, help: "leave `deferrable` out" },
    Limit { feature: Feature::DeferrableCheck, help: "leave `deferrable` out" },
    Limit { feature: Feature::MatchFull, help: "demand it by a check: all columns NULL, or none" },
    Limit {
        feature: Feature::MatchPartial,
        help: "leave it out: SQLite matches by `MATCH SIMPLE`",
    },
    Limit {
        feature: Feature::OnDeleteColumns,
        help: "leave `on_delete_columns` out, and set the columns by a trigger",
    },
    Limit { feature: Feature::Cascade, help: "drop what hangs on it first" },
    Limit { feature: Feature::Sequence, help: "number rows by an integer primary key" },
    Limit { feature: Feature::Schema, help: "attach another database file: `ATTACH`" },
    Limit { feature: Feature::Domain, help: "demand it by a check on the column" },
    Limit { feature: Feature::MaterializedView, help: "create a table, and fill it by a trigger" },
    Limit { feature: Feature::Function, help: "the application registers functions of its own" },
    Limit {
        feature: Feature::Procedure,
        help: "put the statements into a trigger or the application",
    },
];

const BATCH: &str = "change it in `ctx.batch_alter_table(…)`, which makes the table anew; a script has no table to \
                     read, so give it one by `copy_from`";
const IDENTITY: &str = "make it an integer primary key, which numbers itself";

/// Renders the one change to a column that SQLite has: another name. Remarks it keeps none.
pub(super) fn alter_column(
    dialect: &dyn Dialect,
    change: &AlterColumn<'_>,
) -> Vec<Statement<'static>> {
    let renamed = change.new_name.map(|to| rename_column(dialect, change.table, change.column, to));
    renamed.into_iter().collect()
}

/// Refuses what SQLite cannot do, beyond its limits.
pub(super) fn check(dialect: &dyn Dialect, operation: &Operation<'_>) -> Result<(), RenderError> {
    let refused = match operation {
        Operation::CreateTable(op) => refers_elsewhere(op).then_some(ONE_SCHEMA),
        Operation::AddColumn(op) => match refers_elsewhere_by(op) {
            true => Some(ONE_SCHEMA),
            false => refused_column(&op.column),
        },
        _ => None,
    };
    match refused {
        Some((what, help)) => Err(RenderError::unsupported(dialect, operation, what, help)),
        None => Ok(()),
    }
}

/// What cannot be done, and what to do instead.
type Refusal = (&'static str, &'static str);

const ONE_SCHEMA: Refusal = (
    "refer to a table of another database file",
    "keep both tables in one file, or leave the foreign key out",
);

fn refers_elsewhere(op: &CreateTable<'_>) -> bool {
    let by_columns = op.columns.iter().filter_map(referred_table);
    let by_constraints = op.constraints.iter().filter_map(|constraint| match constraint.kind {
        ConstraintKind::ForeignKey(key) => Some(key.referred_table),
        ConstraintKind::PrimaryKey(_)
        | ConstraintKind::Unique(_)
        | ConstraintKind::Check(_)
        | ConstraintKind::Exclude(_) => None,
    });
    by_columns.chain(by_constraints).any(|to| !same_schema(op.table, to))
}

fn refers_elsewhere_by(op: &AddColumn<'_>) -> bool {
    referred_table(&op.column).is_some_and(|to| !same_schema(op.table, to))
}

/// Returns why SQLite does not add this column to a table, except by making the table anew.
///
/// <https://sqlite.org/lang_altertable.html#altertabaddcol>
pub(super) fn refused_column(column: &Column<'_>) -> Option<Refusal> {
    if column.primary_key {
        return Some(("add a primary key column to a table that exists", BATCH));
    }
    if column.unique {
        return Some(("add a UNIQUE column to a table that exists", BATCH));
    }
    if column.computed.is_some_and(|computed| computed.stored == Some(true)) {
        return Some(("add a stored computed column to a table that exists", BATCH));
    }
    if column.computed.is_some() {
        return None;
    }
    if !column.nullable && has_no_value(column.default) {
        let help = "give it a default that is not NULL, or let it take NULL";
        return Some(("add a NOT NULL column without a default", help));
    }
    if matches!(column.default, Some(DefaultValue::Expression(text)) if !defaults::is_literal(text))
    {
        return Some(("add a column whose default is not a constant", BATCH));
    }
    None
}

fn has_no_value(default: Option<DefaultValue<'_>>) -> bool {
    match default {
        Some(DefaultValue::Literal(value)) => value == Value::Null,
        Some(DefaultValue::Expression(text)) => defaults::is_null(text),
        None => true,
    }
}

fn referred_table<'a>(column: &Column<'a>) -> Option<TableName<'a>> {
    column.references.map(|reference| TableName::parse(reference.table))
}

/// Returns whether both tables stand in one database file. A table without a schema is taken to
/// stand in the other's.
fn same_schema(table: TableName<'_>, referred: TableName<'_>) -> bool {
    referred.schema.is_none() || referred.schema.unwrap_or("main") == table.schema.unwrap_or("main")
}

/// Returns what stands around a new table's columns.
///
/// <https://sqlite.org/lang_createtable.html>
pub(super) fn table_syntax(dialect: &dyn Dialect, table: &CreateTable<'_>) -> TableSyntax {
    let mut syntax = TableSyntax::default();
    if table.options.contains(&TableOption::Temporary) {
        syntax.kind = "TEMPORARY ";
    }
    let options: Vec<_> =
        table.options.iter().filter_map(|it| table_option(dialect, *it)).collect();
    if !options.is_empty() {
        syntax.tail = format!(" {}", options.join(", "));
    }
    syntax
}

/// Returns an option as it stands behind the columns.
pub(super) fn table_option<'a>(dialect: &dyn Dialect, option: TableOption<'a>) -> Option<&'a str> {
    match option {
        TableOption::WithoutRowid => Some("WITHOUT ROWID"),
        TableOption::Strict => Some("STRICT"),
        TableOption::Other(name, text) if name == dialect.name() => Some(text),
        TableOption::Engine(_)
        | TableOption::Charset(_)
        | TableOption::Collate(_)
        | TableOption::AutoIncrement(_)
        | TableOption::RowFormat(_)
        | TableOption::PartitionBy(_)
        | TableOption::PartitionOf(..)
        | TableOption::Inherits(_)
        | TableOption::Storage(..)
        | TableOption::Tablespace(_)
        | TableOption::Unlogged
        | TableOption::Temporary
        | TableOption::Other(..) => None,
    }
}

/// Refuses an option of SQLite's for a table that exists and cannot be read.
pub(super) fn set_table_option(
    dialect: &dyn Dialect,
    op: &SetTableOption<'_>,
) -> Result<(), RenderError> {
    match table_option(dialect, op.option) {
        Some(_) => {
            let operation = Operation::SetTableOption(*op);
            let what = "set an option of a table that exists";
            Err(RenderError::unsupported(dialect, &operation, what, BATCH))
        }
        None => Ok(()),
    }
}

/// Returns a column with the type that its table's options allow.
pub(super) fn column_of_table<'a>(table: &CreateTable<'a>, column: &Column<'a>) -> Column<'a> {
    match table.options.contains(&TableOption::Strict) {
        true => Column { ty: types::strict_type(column.ty), ..*column },
        false => *column,
    }
}

/// Returns the key that has to stand behind its column: one whose numbers are never given out twice.
///
/// <https://sqlite.org/autoinc.html>
pub(super) fn inline_key(column: &Column<'_>) -> Option<&'static str> {
    (column.autoincrement == Autoincrement::Always).then_some(" PRIMARY KEY AUTOINCREMENT")
}
