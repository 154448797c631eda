//! Changes of a table that go through a new one, by themselves or in a batch.
//!
//! A change has statements of SQLite's own (another name, a column added or dropped) where it can, and goes through a new
//! table where it must. <https://sqlite.org/lang_altertable.html>

mod edit;
mod read;

use migration_api::ops::{
    AlterColumn, Batch, BatchOptions, DropColumn, Operation, Position, Recreate, SetTableOption,
};
use migration_api::schema::{ConstraintType, TableName};

use super::rebuild::{Pragmas, RebuildError, SchemaObject, TableText};
use super::{Sqlite, ddl};
use crate::dialect::{OnlineError, OnlineSettings, Rendered, Session};
use crate::sql::{self, RenderError, Statement};

/// Returns the operations that carry this one out one after the other: a new name for a column is given by SQLite itself,
/// which changes all that mentions it, before or behind a table is made anew.
pub(super) fn split<'a>(operation: &Operation<'a>) -> Vec<Operation<'a>> {
    match operation {
        Operation::AlterColumn(change) => change_after_rename(change),
        Operation::Batch(batch) => phases(batch),
        other => vec![*other],
    }
}

/// Renders an operation on an open database.
pub(super) fn render_online<'a>(
    operation: &Operation<'a>,
    connection: &mut dyn Session,
    settings: &OnlineSettings<'_>,
) -> Result<Rendered<'a>, OnlineError> {
    match operation {
        Operation::Batch(batch) => {
            if batch.options.recreate == Recreate::Never {
                return Ok(sql::one_by_one(&Sqlite, batch)?.into());
            }
            let table = read::table(connection, batch.table)?;
            if batch.options == BatchOptions::new() && !any_needs(batch.operations, &table) {
                return Ok(sql::one_by_one(&Sqlite, batch)?.into());
            }
            Ok(rebuilt(batch, &table, settings)?)
        }
        Operation::SetTableOption(SetTableOption { table, option })
            if ddl::table_option(&Sqlite, *option).is_some() =>
        {
            let options = &[*option];
            let options = BatchOptions::new().recreate(Recreate::Always).options(options);
            let batch = Batch { table: *table, options, operations: &[] };
            let found = read::table(connection, *table)?;
            Ok(rebuilt(&batch, &found, settings)?)
        }
        other => {
            let Some(table) = table_of(other).filter(|_| settings.automatic_batch) else {
                return Ok(sql::render(&Sqlite, other)?.into());
            };
            if !may_need(other) {
                return Ok(sql::render(&Sqlite, other)?.into());
            }
            let found = read::table(connection, table)?;
            if !any_needs(&[*other], &found) {
                return Ok(sql::render(&Sqlite, other)?.into());
            }
            refuse_limits(other)?;
            let operations = &[*other];
            let batch = Batch { table, options: BatchOptions::new(), operations };
            Ok(rebuilt(&batch, &found, settings)?)
        }
    }
}

/// Renders a batch without a database: SQLite's own statements if they do, else the table that the author has declared.
pub(super) fn render_offline<'a>(
    batch: &Batch<'a>,
    settings: &OnlineSettings<'_>,
) -> Result<Vec<Statement<'a>>, RenderError> {
    let Some(declared) = batch.options.copy_from else {
        return match batch.options.recreate {
            Recreate::Auto | Recreate::Never => sql::one_by_one(&Sqlite, batch),
            Recreate::Always => Err(not_declared(batch)),
        };
    };
    let statements = sql::create_table(&Sqlite, &migration_api::ops::CreateTable::of(&declared))?;
    let texts = statements.iter().map(|it| it.to_text(&Sqlite)).collect::<Result<Vec<_>, _>>()?;
    let table = read::declared(batch.table, &declared, &texts).map_err(|it| rebuild(batch, it))?;
    let plain = BatchOptions { copy_from: Some(declared), ..BatchOptions::new() };
    let natively = batch.options == plain && !any_needs(batch.operations, &table);
    match batch.options.recreate == Recreate::Never || natively {
        true => sql::one_by_one(&Sqlite, batch),
        // Whoever runs the script is not stopped in the middle of it: there is nothing to clean up.
        false => Ok(rebuilt(batch, &table, settings)?.statements),
    }
}

fn not_declared(batch: &Batch<'_>) -> RenderError {
    let operation = Operation::Batch(*batch);
    let help = "give the batch the table as it is: `copy_from`";
    RenderError::unsupported(&Sqlite, &operation, "make a table anew without reading it", help)
}

/// Splits a change into SQLite's own new name, and the rest by that name.
fn change_after_rename<'a>(change: &AlterColumn<'a>) -> Vec<Operation<'a>> {
    let rest = AlterColumn { new_name: None, comment: None, ..*change };
    let nothing = AlterColumn { table: change.table, ..AlterColumn::new("", change.column) };
    let has_rest = rest != AlterColumn { existing: change.existing, ..nothing };
    match change.new_name {
        Some(new_name) if has_rest => {
            let rename = nothing.rename(new_name);
            vec![rename.into(), AlterColumn { column: new_name, ..rest }.into()]
        }
        Some(_) | None => vec![(*change).into()],
    }
}

/// Splits a batch at its new names.
fn phases<'a>(batch: &Batch<'a>) -> Vec<Operation<'a>> {
    let renames = |operation: &Operation<'_>| match operation {
        Operation::AlterColumn(change) => change.new_name.is_some(),
        _ => false,
    };
    if !batch.operations.iter().any(renames) {
        return vec![Operation::Batch(*batch)];
    }
    let mut phases = Vec::new();
    let mut rest = batch.operations;
    // The table as it is, or is to be besides, is that of the last phase.
    let plain = BatchOptions { recreate: batch.options.recreate, ..BatchOptions::new() };
    while let Some(at) = rest.iter().position(renames) {
        let (before, from) = rest.split_at(at);
        let Some((rename, behind)) = from.split_first() else { break };
        if !before.is_empty() {
            phases.push(Operation::Batch(Batch { operations: before, options: plain, ..*batch }));
        }
        let renamed = sql::within(rename, batch);
        match renamed {
            Operation::AlterColumn(change) => phases.extend(change_after_rename(&change)),
            other => phases.push(other),
        }
        rest = behind;
    }
    if !rest.is_empty() || batch.options != plain {
        phases.push(Operation::Batch(Batch { operations: rest, ..*batch }));
    }
    phases
}

/// Returns the table of an operation that may have to make it anew.
fn table_of<'a>(operation: &Operation<'a>) -> Option<TableName<'a>> {
    match operation {
        Operation::AddColumn(op) => Some(op.table),
        Operation::DropColumn(op) => Some(op.table),
        Operation::AlterColumn(op) => Some(op.table),
        Operation::AddConstraint(op) => Some(op.table),
        Operation::DropConstraint(op) => Some(op.table),
        _ => None,
    }
}

/// Returns whether SQLite may lack a statement for the operation; the table then tells.
fn may_need(operation: &Operation<'_>) -> bool {
    match operation {
        Operation::AddColumn(op) => {
            op.position != Position::Last || ddl::refused_column(&op.column).is_some()
        }
        Operation::AlterColumn(op) => {
            op.new_type.is_some()
                || op.nullable.is_some()
                || op.default.is_some()
                || op.collation.is_some()
                || op.autoincrement.is_some()
        }
        Operation::DropColumn(_) | Operation::AddConstraint(_) | Operation::DropConstraint(_) => {
            true
        }
        _ => false,
    }
}

/// Returns whether any of the operations has to make the table anew.
fn any_needs(operations: &[Operation<'_>], table: &read::TableRead) -> bool {
    operations.iter().any(|operation| match operation {
        // SQLite drops no column of a key, and none that something else uses, which is told by the engine.
        Operation::DropColumn(op) => {
            is_constrained(&table.text, op) || is_made_anew(operations, op.column)
        }
        other => may_need(other),
    })
}

/// Returns whether a column goes and comes again: what mentions it does not let it go alone.
fn is_made_anew(operations: &[Operation<'_>], column: &str) -> bool {
    operations.iter().any(|operation| match operation {
        Operation::AddColumn(op) => op.column.name.eq_ignore_ascii_case(column),
        _ => false,
    })
}

fn is_constrained(text: &TableText, op: &DropColumn<'_>) -> bool {
    text.constraints().iter().any(|constraint| {
        constraint.columns.iter().any(|column| column.eq_ignore_ascii_case(op.column))
    })
}

/// Refuses what even a new table cannot do.
fn refuse_limits(operation: &Operation<'_>) -> Result<(), RenderError> {
    use crate::sql::Feature;
    const BY_NEW_TABLE: [Feature; 12] = [
        Feature::ChangeType,
        Feature::ChangeNullability,
        Feature::ChangeDefault,
        Feature::ChangeCollation,
        Feature::ChangeAutoincrement,
        Feature::ColumnFirstOrAfter,
        Feature::ColumnBefore,
        Feature::AddPrimaryKey,
        Feature::AddUnique,
        Feature::AddCheck,
        Feature::AddForeignKey,
        Feature::DropConstraint,
    ];
    for need in sql::needs(operation).into_iter().filter(|need| !BY_NEW_TABLE.contains(need)) {
        if let Some(limit) = ddl::LIMITS.iter().find(|limit| limit.feature == need) {
            let what = limit.feature.text();
            return Err(RenderError::unsupported(&Sqlite, operation, what, limit.help));
        }
    }
    Ok(())
}

/// Returns the statements that make the table anew with the changes of the batch.
fn rebuilt(
    batch: &Batch<'_>,
    table: &read::TableRead,
    settings: &OnlineSettings<'_>,
) -> Result<Rendered<'static>, RenderError> {
    let mut statements = Vec::new();
    let mut objects = table.objects.clone();
    let mut behind = Vec::new();
    for operation in batch.operations {
        let operation = sql::within(operation, batch);
        refuse_limits(&operation)?;
        match operation {
            // Before the table is made anew, so that its columns can be dropped; and gone from what is made again.
            Operation::DropIndex(op) => {
                statements.extend(of_index(&operation)?);
                objects.retain(|it| !(it.kind == "index" && it.name.eq_ignore_ascii_case(op.name)));
            }
            Operation::CreateIndex(_) => behind.extend(of_index(&operation)?),
            _ => {}
        }
    }
    let text = edit::edited(batch, &table.text, settings)?;
    let schema = batch.table.schema.unwrap_or("main");
    let old = super::rebuild::OldTable {
        schema,
        name: batch.table.name,
        columns: &table.columns,
        objects: &objects,
        session: table.session,
    };
    let plan = super::rebuild::plan(old, &text, &[]).map_err(|error| rebuild(batch, error))?;
    statements.extend(plan.statements.into_iter().map(Statement::routine));
    statements.extend(behind);
    Ok(Rendered { cleanup: plan.cleanup, ..Rendered::from(statements) })
}

/// Renders an operation on an index, whose statements have no parameters.
fn of_index(operation: &Operation<'_>) -> Result<Vec<Statement<'static>>, RenderError> {
    let statements = sql::render(&Sqlite, operation)?;
    Ok(statements.iter().map(|statement| Statement::new(statement.sql())).collect())
}

/// Returns why a table is not made anew, told of the operation that would: the one of a batch that is none.
fn rebuild(batch: &Batch<'_>, error: RebuildError) -> RenderError {
    let operation = match batch.operations {
        [only] if batch.options == BatchOptions::new() => *only,
        _ => Operation::Batch(*batch),
    };
    RenderError::Rebuild {
        operation: operation.name(),
        table: batch.table.to_string(),
        help: error.help(),
        reason: error.to_string(),
    }
}

/// What of the session counts while a script is written: SQLite's own program leaves both off.
const OFFLINE: Pragmas = Pragmas { foreign_keys: false, legacy_alter_table: false };

fn is_primary_key(kind: Option<ConstraintType>) -> bool {
    kind == Some(ConstraintType::PrimaryKey)
}

fn object(kind: &str, name: &str, table: &str, sql: &str) -> SchemaObject {
    SchemaObject {
        kind: kind.to_owned(),
        name: name.to_owned(),
        table: table.to_owned(),
        sql: Some(sql.to_owned()),
    }
}
