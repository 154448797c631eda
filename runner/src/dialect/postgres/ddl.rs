//! Schema changes that PostgreSQL writes in its own way.

use migration_api::ops::{AlterColumn, DefaultChange};

use crate::dialect::Dialect;
use crate::sql::{RenderError, Statement, default, rename_column};

/// Renders all changes to a column in one `ALTER TABLE`, so that the table is rewritten once at
/// most. A new name has a statement of its own, as the server demands.
pub(super) fn alter_column(
    dialect: &dyn Dialect,
    change: &AlterColumn<'_>,
) -> Result<Vec<Statement<'static>>, RenderError> {
    let actions = actions(dialect, change)?;
    let mut statements = Vec::new();
    if !actions.is_empty() {
        let column = dialect.quote(change.column);
        let actions = actions.iter().map(|action| format!("ALTER COLUMN {column} {action}"));
        let actions = actions.collect::<Vec<_>>().join(", ");
        let table = dialect.table(change.table);
        statements.push(Statement::new(format!("ALTER TABLE {table} {actions}")));
    }
    if let Some(new_name) = change.new_name {
        statements.push(rename_column(dialect, change.table, change.column, new_name));
    }
    Ok(statements)
}

fn actions(dialect: &dyn Dialect, change: &AlterColumn<'_>) -> Result<Vec<String>, RenderError> {
    let mut actions = Vec::new();
    if let Some(ty) = change.new_type {
        // A default that does not turn into the new type by itself would stop the change.
        // https://www.postgresql.org/docs/current/sql-altertable.html
        if change.default.is_some() {
            actions.push("DROP DEFAULT".to_owned());
        }
        let using = change.using.map(|expression| format!(" USING {expression}"));
        actions.push(format!("TYPE {}{}", dialect.column_type(ty), using.unwrap_or_default()));
    }
    actions.extend(change.nullable.map(|nullable| match nullable {
        true => "DROP NOT NULL".to_owned(),
        false => "SET NOT NULL".to_owned(),
    }));
    match change.default {
        Some(DefaultChange::Set(value)) => {
            actions.push(format!("SET DEFAULT {}", default(dialect, value)?));
        }
        Some(DefaultChange::Drop) if change.new_type.is_none() => {
            actions.push("DROP DEFAULT".to_owned());
        }
        Some(DefaultChange::Drop) | None => {}
    }
    Ok(actions)
}
