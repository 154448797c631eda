//! Whole tables.

use migration_api::ops::{CreateIndex, CreateTable, DropTable, RenameTable};
use migration_api::schema::{Autoincrement, Column, Constraint, ConstraintKind};

use super::{RenderError, Statement, column, constraint, index};
use crate::dialect::Dialect;

/// Renders `CREATE TABLE`: the columns, then the primary key, then the other constraints. What its types need stands before
/// it; its indexes, and remarks that are no part of it, behind it.
pub(crate) fn create(
    dialect: &dyn Dialect,
    op: &CreateTable<'_>,
) -> Result<Vec<Statement<'static>>, RenderError> {
    let lines = lines(dialect, op)?;
    let table = dialect.table(op.table);
    let if_not_exists = if op.if_not_exists { "IF NOT EXISTS " } else { "" };
    let syntax = dialect.table_syntax(op)?;
    let body = match lines.as_slice() {
        [] if syntax.of.is_empty() => " ()".to_owned(),
        [] => String::new(),
        lines => format!(" (\n    {}\n)", lines.join(",\n    ")),
    };
    let mut statements = dialect.before_columns(op.columns)?;
    statements.push(Statement::new(format!(
        "CREATE {}TABLE {if_not_exists}{table}{}{body}{}",
        syntax.kind, syntax.of, syntax.tail
    )));
    for of_table in op.indexes.iter().filter(|it| !dialect.is_in_table(op, it)) {
        // A table that was there already has its indexes too, where the database can tell.
        let if_not_exists = op.if_not_exists && dialect.has_index_if_not_exists();
        let create = CreateIndex { if_not_exists, ..CreateIndex::new(*of_table) };
        statements.extend(index::create(dialect, &create)?);
    }
    statements.extend(dialect.comment_on_table(op.table, op.comment)?);
    for column in op.columns {
        statements.extend(dialect.comment_on_column(op.table, column.name, column.comment)?);
    }
    Ok(statements)
}

/// Renders `DROP TABLE`.
pub(super) fn drop(dialect: &dyn Dialect, op: &DropTable<'_>) -> Statement<'static> {
    let if_exists = if op.if_exists { "IF EXISTS " } else { "" };
    let cascade = if op.cascade { " CASCADE" } else { "" };
    Statement::new(format!("DROP TABLE {if_exists}{}{cascade}", dialect.table(op.table)))
}

/// Renders `ALTER TABLE … RENAME TO`.
pub(super) fn rename(dialect: &dyn Dialect, op: &RenameTable<'_>) -> Statement<'static> {
    let (table, new_name) = (dialect.table(op.table), dialect.renamed_table(op));
    Statement::new(format!("ALTER TABLE {table} RENAME TO {new_name}"))
}

/// How a database writes a table beyond its columns and constraints.
#[derive(Default)]
pub struct TableSyntax {
    /// What stands before `TABLE`: `UNLOGGED `.
    pub kind: &'static str,
    /// What stands behind the name: ` PARTITION OF log`.
    pub of: String,
    /// What stands at the end: ` ENGINE=InnoDB`.
    pub tail: String,
}

/// Returns what stands between the parentheses, line by line.
fn lines(dialect: &dyn Dialect, op: &CreateTable<'_>) -> Result<Vec<String>, RenderError> {
    let key = PrimaryKey::of(op)?;
    let mut lines = Vec::new();
    for column in op.columns {
        let place = key.place_of(column, op.constraints);
        let column = dialect.column_of_table(op, column);
        let inline = key.inline_clause(dialect, &column, place);
        lines.push(column::definition(dialect, &column, place)? + &inline.unwrap_or_default());
    }
    if !op.columns.iter().any(|column| {
        key.inline_clause(dialect, column, key.place_of(column, op.constraints)).is_some()
    }) {
        lines.extend(key.clause(dialect));
    }
    for column in op.columns {
        lines.extend(constraint::of_column(dialect, column));
    }
    let others = op.constraints.iter().filter(|constraint| !is_primary_key(constraint));
    lines.extend(others.map(|constraint| constraint::clause(dialect, constraint)));
    let within = op.indexes.iter().filter(|it| dialect.is_in_table(op, it));
    lines.extend(within.map(|it| index::in_table(dialect, it)));
    Ok(lines)
}

/// The primary key of a new table, whichever way it was given.
struct PrimaryKey<'a> {
    constraint: Option<Constraint<'a>>,
    columns: Vec<&'a str>,
}

impl<'a> PrimaryKey<'a> {
    fn of(op: &CreateTable<'a>) -> Result<Self, RenderError> {
        let marked = op.columns.iter().filter(|column| column.primary_key);
        let mut keys = Vec::from_iter(op.constraints.iter().filter_map(Self::of_constraint));
        let columns = Vec::from_iter(marked.map(|column| column.name));
        if !columns.is_empty() {
            keys.push(Self { constraint: None, columns });
        }
        if keys.len() > 1 {
            return Err(RenderError::TwoPrimaryKeys { table: op.table.to_string() });
        }
        Ok(keys.pop().unwrap_or(Self { constraint: None, columns: Vec::new() }))
    }

    fn of_constraint(constraint: &Constraint<'a>) -> Option<Self> {
        match constraint.kind {
            ConstraintKind::PrimaryKey(columns) => {
                Some(Self { constraint: Some(*constraint), columns: columns.to_vec() })
            }
            ConstraintKind::Unique(_)
            | ConstraintKind::Check(_)
            | ConstraintKind::ForeignKey(_)
            | ConstraintKind::Exclude(_) => None,
        }
    }

    /// Returns what part the key plays in `column`.
    fn place_of(&self, column: &Column<'_>, constraints: &[Constraint<'_>]) -> column::Key {
        if !self.columns.contains(&column.name) {
            return column::Key::None;
        }
        if self.columns.len() == 1
            && column::may_be_numbered(column)
            && (!constraint::refers(constraints, column.name)
                || column.autoincrement == Autoincrement::Always)
        {
            return column::Key::Numbered;
        }
        column::Key::Part
    }

    fn clause(&self, dialect: &dyn Dialect) -> Option<String> {
        let kind = ConstraintKind::PrimaryKey(&self.columns);
        let given = !self.columns.is_empty();
        let constraint = self.constraint.unwrap_or(Constraint::new("", kind).unnamed());
        given.then(|| constraint::clause(dialect, &constraint))
    }

    /// Returns the key as it stands behind its column, where the database wants it there.
    fn inline_clause(
        &self,
        dialect: &dyn Dialect,
        column: &Column<'_>,
        place: column::Key,
    ) -> Option<String> {
        let clause = (place == column::Key::Numbered).then(|| dialect.inline_key(column))??;
        let name = self.constraint.and_then(|constraint| constraint.name);
        Some(constraint::named(dialect, name, clause))
    }
}

fn is_primary_key(constraint: &Constraint<'_>) -> bool {
    matches!(constraint.kind, ConstraintKind::PrimaryKey(_))
}

#[cfg(test)]
#[path = "table_tests.rs"]
mod tests;
