//! Operations to SQL statements, for any dialect. Pure: nothing here opens a database.

mod column;
mod constraint;
mod data;
mod error;
mod feature;
mod index;
mod lexer;
mod naming;
mod new_names;
mod object;
mod parameters;
mod quote;
mod security;
mod statement;
mod subject;
mod table;
#[cfg(test)]
mod testing;
pub mod version_table;

use migration_api::ops::{Batch, Operation};

use crate::dialect::{Dialect, OnlineSettings};
#[cfg(feature = "mysql")]
pub(crate) use column::refuse_nothing;
pub(crate) use column::{Key, column_with_constraints, default, rename as rename_column};
#[cfg(feature = "postgres")]
pub(crate) use column::{counter_options, identity_clause};
pub(crate) use constraint::clause as constraint_clause;
#[cfg(any(feature = "postgres", feature = "sqlite"))]
pub(crate) use constraint::list as name_list;
pub use data::check_rows;
pub use error::RenderError;
pub use feature::{Feature, Limit, needs};
pub use index::IndexSyntax;
pub(crate) use index::{drop_by_name as drop_index_by_name, part as index_part};
pub use lexer::{Syntax, split_statements};
pub(crate) use lexer::{Token, tokens};
pub use naming::Naming;
pub use new_names::NameLimit;
pub use parameters::bind;
pub use quote::{is_number, is_plain_identifier, quoted_text};
pub use security::{comment_on_view, create_policy, owned_by, row_security};
pub use statement::Statement;
pub use subject::subject;
pub use table::TableSyntax;
#[cfg(feature = "sqlite")]
pub(crate) use table::create as create_table;

/// Returns the statements that carry out `operation`, in order. Some have none on some databases.
///
/// # Errors
/// When the database cannot do it, or what is wanted makes no sense on any.
pub fn render<'a>(
    dialect: &dyn Dialect,
    operation: &Operation<'a>,
) -> Result<Vec<Statement<'a>>, RenderError> {
    refuse_limits(dialect, operation)?;
    new_names::check(dialect, operation)?;
    dialect.check(operation)?;
    let statements = statements(dialect, operation)?;
    // SQLite takes a NUL for the end of the text, and silently leaves out what is behind it.
    match statements.iter().any(|statement| statement.sql().contains('\0')) {
        true => {
            Err(RenderError::NulInSql { operation: operation.name(), subject: subject(operation) })
        }
        false => Ok(statements),
    }
}

fn statements<'a>(
    dialect: &dyn Dialect,
    operation: &Operation<'a>,
) -> Result<Vec<Statement<'a>>, RenderError> {
    match operation {
        Operation::CreateTable(op) => table::create(dialect, op),
        Operation::DropTable(op) => one(table::drop(dialect, op)),
        Operation::RenameTable(op) => one(table::rename(dialect, op)),
        Operation::AddColumn(op) => column::add(dialect, op),
        Operation::DropColumn(op) => one(column::drop(dialect, op)),
        Operation::AlterColumn(op) => column::alter(dialect, op),
        Operation::CreateIndex(op) => index::create(dialect, op),
        Operation::DropIndex(op) => one(index::drop(dialect, op)),
        Operation::AddConstraint(op) => one(constraint::add(dialect, op)),
        Operation::DropConstraint(op) => one(constraint::drop(dialect, op)),
        Operation::Execute(op) => Ok(vec![bind(dialect, op.sql, op.parameters)?]),
        Operation::BulkInsert(op) => data::insert(dialect, op),
        Operation::SetTableComment(op) => {
            let statement = dialect.set_table_comment(op.table, op.comment)?;
            Ok(statement.into_iter().collect())
        }
        Operation::SetTableOption(op) => {
            dialect.set_table_option(op).map(|statement| statement.into_iter().collect())
        }
        Operation::ValidateConstraint(op) => match dialect.has_not_valid() {
            true => one(constraint::validate(dialect, op)),
            false => Ok(Vec::new()),
        },
        Operation::CreateEnum(op) => dialect.create_enum(op),
        Operation::AddEnumValue(op) => dialect.add_enum_value(op),
        Operation::RenameEnumValue(op) => dialect.rename_enum_value(op),
        Operation::CreateDomain(op) => dialect.create_domain(op),
        Operation::CreateSequence(op) => one(object::create_sequence(dialect, op)?),
        Operation::AlterSequence(op) => one(object::alter_sequence(dialect, op)?),
        Operation::CreateSchema(op) => one(object::create_schema(dialect, op)),
        Operation::CreateExtension(op) => dialect.create_extension(op),
        Operation::CreateView(op) => Ok(object::create_view(dialect, op)),
        Operation::RefreshMaterializedView(op) => one(object::refresh(dialect, op)),
        Operation::CreateRoutine(op) => one(object::create_routine(op)),
        Operation::DropObject(op) => Ok(object::drop(dialect, op).into_iter().collect()),
        Operation::Batch(op) => dialect.batch(op, &OnlineSettings::default()),
    }
}

/// Refuses an operation that takes what the database lacks.
pub fn refuse_limits(dialect: &dyn Dialect, operation: &Operation<'_>) -> Result<(), RenderError> {
    for need in needs(operation) {
        if let Some(limit) = dialect.limits().iter().find(|limit| limit.feature == need) {
            let what = limit.feature.text();
            return Err(RenderError::unsupported(dialect, operation, what, limit.help));
        }
    }
    Ok(())
}

/// Returns the statements of a batch whose changes are carried out one after the other.
pub fn one_by_one<'a>(
    dialect: &dyn Dialect,
    batch: &Batch<'a>,
) -> Result<Vec<Statement<'a>>, RenderError> {
    let mut statements = Vec::new();
    for operation in batch.operations {
        statements.extend(render(dialect, &within(operation, batch))?);
    }
    Ok(statements)
}

/// Returns an operation of a batch with the batch's table in it.
pub fn within<'a>(operation: &Operation<'a>, batch: &Batch<'a>) -> Operation<'a> {
    let mut operation = *operation;
    match &mut operation {
        Operation::AddColumn(op) => op.table = batch.table,
        Operation::DropColumn(op) => op.table = batch.table,
        Operation::AlterColumn(op) => op.table = batch.table,
        Operation::CreateIndex(op) => op.index.table = batch.table,
        Operation::DropIndex(op) => op.table = batch.table,
        Operation::AddConstraint(op) => op.table = batch.table,
        Operation::DropConstraint(op) => op.table = batch.table,
        // No other can be put into a batch.
        _ => {}
    }
    operation
}

fn one(statement: Statement<'_>) -> Result<Vec<Statement<'_>>, RenderError> {
    Ok(vec![statement])
}
