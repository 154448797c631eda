//! Views, sequences, schemas, and whatever else is no table.

use migration_api::ops::{
    AlterSequence, CreateRoutine, CreateSchema, CreateSequence, CreateView, DropObject, ObjectKind,
    RefreshMaterializedView,
};
use migration_api::schema::{ColumnType, TableName};

use super::column::counter_options;
use super::constraint::list;
use super::{RenderError, Statement};
use crate::dialect::Dialect;

/// Renders `CREATE SEQUENCE`.
pub(super) fn create_sequence(
    dialect: &dyn Dialect,
    op: &CreateSequence<'_>,
) -> Result<Statement<'static>, RenderError> {
    let if_not_exists = if op.if_not_exists { "IF NOT EXISTS " } else { "" };
    let mut sql = format!("CREATE SEQUENCE {if_not_exists}{}", dialect.table(op.name));
    sql.push_str(&numbers(dialect, op.ty)?);
    for option in counter_options(&op.counter) {
        sql.push(' ');
        sql.push_str(&dialect.sequence_option(option));
    }
    if let Some(column) = op.owned_by {
        sql.extend([format!(" OWNED BY {}", column_name(dialect, column))]);
    }
    Ok(Statement::new(sql))
}

/// Returns the words that give a sequence's numbers a type.
fn numbers(dialect: &dyn Dialect, ty: Option<ColumnType<'_>>) -> Result<String, RenderError> {
    Ok(match ty {
        Some(ty) => format!(" AS {}", dialect.column_type(ty)?),
        None => String::new(),
    })
}

/// Renders `ALTER SEQUENCE`.
pub(super) fn alter_sequence(
    dialect: &dyn Dialect,
    op: &AlterSequence<'_>,
) -> Result<Statement<'static>, RenderError> {
    let mut sql = format!("ALTER SEQUENCE {}", dialect.table(op.name));
    sql.push_str(&numbers(dialect, op.ty)?);
    for option in counter_options(&op.counter) {
        sql.push(' ');
        sql.push_str(&dialect.sequence_option(option));
    }
    if let Some(value) = op.restart {
        sql.extend([format!(" RESTART WITH {value}")]);
    }
    Ok(Statement::new(sql))
}

/// Renders `CREATE SCHEMA`.
pub(super) fn create_schema(dialect: &dyn Dialect, op: &CreateSchema<'_>) -> Statement<'static> {
    let if_not_exists = if op.if_not_exists { "IF NOT EXISTS " } else { "" };
    Statement::new(format!("CREATE SCHEMA {if_not_exists}{}", dialect.quote(op.name)))
}

/// Renders `CREATE VIEW`. Where a view cannot be replaced, the old one is dropped before.
pub(super) fn create_view(dialect: &dyn Dialect, op: &CreateView<'_>) -> Vec<Statement<'static>> {
    let name = dialect.table(op.name);
    let materialized = if op.materialized { "MATERIALIZED " } else { "" };
    let if_not_exists = if op.if_not_exists { "IF NOT EXISTS " } else { "" };
    let columns = match op.columns {
        [] => String::new(),
        columns => format!(" {}", list(dialect, columns)),
    };
    let query = op.query.trim_end_matches([';', ' ', '\n', '\t', '\r']);
    let [kind, with, end] = dialect.view_options(op.options);
    let create = |replace: &str| {
        Statement::new(format!(
            "CREATE {replace}{kind}{materialized}VIEW {if_not_exists}{name}{columns}{with} AS {query}{end}"
        ))
    };
    match (op.replace, dialect.has_replace_view()) {
        (false, _) => vec![create("")],
        (true, true) => vec![create("OR REPLACE ")],
        (true, false) => vec![Statement::new(format!("DROP VIEW IF EXISTS {name}")), create("")],
    }
}

/// Renders `REFRESH MATERIALIZED VIEW`.
pub(super) fn refresh(
    dialect: &dyn Dialect,
    op: &RefreshMaterializedView<'_>,
) -> Statement<'static> {
    let concurrently = if op.concurrently { "CONCURRENTLY " } else { "" };
    Statement::new(format!("REFRESH MATERIALIZED VIEW {concurrently}{}", dialect.table(op.name)))
}

/// Returns the author's statement for a function, procedure or trigger.
pub(super) fn create_routine(op: &CreateRoutine<'_>) -> Statement<'static> {
    Statement::routine(op.sql)
}

/// Renders the drop of anything that has no drop of its own.
pub(super) fn drop(dialect: &dyn Dialect, op: &DropObject<'_>) -> Option<Statement<'static>> {
    let word = match op.kind {
        ObjectKind::Enum if !dialect.has_types() => return None,
        ObjectKind::Extension if !dialect.has_types() => return None,
        ObjectKind::Enum => "TYPE",
        ObjectKind::Domain => "DOMAIN",
        ObjectKind::Sequence => "SEQUENCE",
        ObjectKind::Schema => "SCHEMA",
        ObjectKind::Extension => "EXTENSION",
        ObjectKind::View => "VIEW",
        ObjectKind::MaterializedView => "MATERIALIZED VIEW",
        ObjectKind::Function => "FUNCTION",
        ObjectKind::Procedure => "PROCEDURE",
        ObjectKind::Trigger => "TRIGGER",
    };
    let if_exists = if op.if_exists { "IF EXISTS " } else { "" };
    let name = match (op.kind, op.table) {
        (ObjectKind::Trigger, Some(table)) => dialect.dropped_trigger(op.name, table),
        (ObjectKind::Function | ObjectKind::Procedure, _) => routine_name(dialect, op.name),
        (_, _) => dialect.table(op.name),
    };
    let cascade = if op.cascade { " CASCADE" } else { "" };
    Some(Statement::new(format!("DROP {word} {if_exists}{name}{cascade}")))
}

/// Returns a function's name, whose types may stand behind it: `"Total"(integer)`.
fn routine_name(dialect: &dyn Dialect, name: TableName<'_>) -> String {
    match name.name.split_once('(') {
        Some((bare, types)) => {
            format!("{}({types}", dialect.table(TableName { name: bare.trim_end(), ..name }))
        }
        None => dialect.table(name),
    }
}

/// Returns `table.column`, or `schema.table.column`, quoted.
pub(super) fn column_name(dialect: &dyn Dialect, column: &str) -> String {
    let parts = column.split('.').map(|part| dialect.quote(part));
    parts.collect::<Vec<_>>().join(".")
}
