//! Schema changes that SQLite makes, and those that it refuses.

use migration_api::Value;
use migration_api::ops::{AddColumn, AddConstraint, AlterColumn, CreateTable, Operation};
use migration_api::schema::{Column, ConstraintKind, DefaultValue, TableName};

use super::defaults;
use crate::dialect::Dialect;
use crate::sql::{RenderError, Statement, rename_column};

/// Renders the one change to a column that SQLite has: another name.
pub(super) fn alter_column(
    dialect: &dyn Dialect,
    change: &AlterColumn<'_>,
) -> Result<Vec<Statement<'static>>, RenderError> {
    let what = if change.new_type.is_some() {
        "change a column's type"
    } else if change.nullable.is_some() {
        "change whether a column takes NULL"
    } else if change.default.is_some() {
        "change a column's default"
    } else {
        let renamed =
            change.new_name.map(|to| rename_column(dialect, change.table, change.column, to));
        return Ok(renamed.into_iter().collect());
    };
    let operation = Operation::AlterColumn(*change);
    Err(unsupported(dialect, &operation, change.table, what, REBUILD))
}

/// Refuses what SQLite cannot do.
///
/// <https://sqlite.org/lang_altertable.html>
pub(super) fn check(dialect: &dyn Dialect, operation: &Operation<'_>) -> Result<(), RenderError> {
    let refused = match operation {
        Operation::CreateTable(op) => create_table(op).map(|refusal| (op.table, refusal)),
        Operation::AddColumn(op) => add_column(op).map(|refusal| (op.table, refusal)),
        Operation::AddConstraint(op) => Some((op.table, add_constraint(op))),
        Operation::DropConstraint(op) => {
            Some((op.table, ("drop a constraint of a table that exists", REBUILD)))
        }
        Operation::DropTable(_)
        | Operation::RenameTable(_)
        | Operation::DropColumn(_)
        | Operation::AlterColumn(_)
        | Operation::CreateIndex(_)
        | Operation::DropIndex(_)
        | Operation::Execute(_)
        | Operation::BulkInsert(_) => None,
    };
    match refused {
        Some((table, (what, help))) => Err(unsupported(dialect, operation, table, what, help)),
        None => Ok(()),
    }
}

/// What cannot be done, and what to do instead.
type Refusal = (&'static str, &'static str);

const REBUILD: &str = "create a table as it should be, copy the rows with `execute`, drop the old \
                       table and rename the new one";
const IN_CREATE_TABLE: &str = "state it in the create_table of this table";
const ONE_SCHEMA: Refusal = (
    "refer to a table of another database file",
    "keep both tables in one file, or leave the foreign key out",
);

fn create_table(op: &CreateTable<'_>) -> Option<Refusal> {
    if op.columns.is_empty() {
        return Some(("create a table without columns", "give it a column"));
    }
    let by_columns = op.columns.iter().filter_map(referred_table);
    let by_constraints = op.constraints.iter().filter_map(|constraint| match constraint.kind {
        ConstraintKind::ForeignKey(key) => Some(key.referred_table),
        ConstraintKind::PrimaryKey(_) | ConstraintKind::Unique(_) | ConstraintKind::Check(_) => {
            None
        }
    });
    let mut referred = by_columns.chain(by_constraints);
    referred.any(|to| !same_schema(op.table, to)).then_some(ONE_SCHEMA)
}

fn add_column(op: &AddColumn<'_>) -> Option<Refusal> {
    let column = &op.column;
    if column.primary_key {
        return Some(("add a primary key column to a table that exists", IN_CREATE_TABLE));
    }
    if column.unique {
        let help = "add the column without `unique`, then create a unique index on it";
        return Some(("add a UNIQUE column to a table that exists", help));
    }
    if !column.nullable && has_no_value(column.default) {
        let help = "give it a default that is not NULL, or let it take NULL";
        return Some(("add a NOT NULL column without a default", help));
    }
    if matches!(column.default, Some(DefaultValue::Expression(text)) if !defaults::is_literal(text))
    {
        let help = "add the column without this default and fill it with `execute`";
        return Some(("add a column whose default is not a constant", help));
    }
    referred_table(column).filter(|to| !same_schema(op.table, *to)).map(|_| ONE_SCHEMA)
}

fn add_constraint(op: &AddConstraint<'_>) -> Refusal {
    match op.constraint.kind {
        ConstraintKind::PrimaryKey(_) => {
            ("add a primary key to a table that exists", IN_CREATE_TABLE)
        }
        ConstraintKind::Unique(_) => (
            "add a unique constraint to a table that exists",
            "create a unique index instead, or state it in the create_table of this table",
        ),
        ConstraintKind::Check(_) => ("add a check to a table that exists", IN_CREATE_TABLE),
        ConstraintKind::ForeignKey(_) => {
            ("add a foreign key to a table that exists", IN_CREATE_TABLE)
        }
    }
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

fn unsupported(
    dialect: &dyn Dialect,
    operation: &Operation<'_>,
    table: TableName<'_>,
    what: &str,
    help: &str,
) -> RenderError {
    RenderError::Unsupported {
        dialect: dialect.title(),
        operation: operation.name(),
        table: table.to_string(),
        what: what.to_owned(),
        help: help.to_owned(),
    }
}
