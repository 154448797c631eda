//! Operations to SQL statements, for any dialect. Pure: nothing here opens a database.

mod column;
mod constraint;
mod data;
mod error;
mod index;
mod lexer;
mod parameters;
mod quote;
mod statement;
mod table;
#[cfg(test)]
mod testing;
pub mod version_table;

use migration_api::ops::Operation;

use crate::dialect::Dialect;
pub(crate) use column::{default, rename as rename_column};
pub use error::RenderError;
pub use lexer::Syntax;
pub use parameters::bind;
pub use quote::{is_number, is_plain_identifier, quoted_text};
pub use statement::Statement;

/// Returns the statements that carry out `operation`, in order.
pub fn render<'a>(
    dialect: &dyn Dialect,
    operation: &Operation<'a>,
) -> Result<Vec<Statement<'a>>, RenderError> {
    dialect.check(operation)?;
    match operation {
        Operation::CreateTable(op) => one(table::create(dialect, op)?),
        Operation::DropTable(op) => one(table::drop(dialect, op)),
        Operation::RenameTable(op) => one(table::rename(dialect, op)),
        Operation::AddColumn(op) => one(column::add(dialect, op)?),
        Operation::DropColumn(op) => one(column::drop(dialect, op)),
        Operation::AlterColumn(op) => column::alter(dialect, op),
        Operation::CreateIndex(op) => one(index::create(dialect, op)),
        Operation::DropIndex(op) => one(index::drop(dialect, op)),
        Operation::AddConstraint(op) => one(constraint::add(dialect, op)),
        Operation::DropConstraint(op) => one(constraint::drop(dialect, op)),
        Operation::Execute(op) => Ok(vec![bind(dialect, op.sql, op.parameters)?]),
        Operation::BulkInsert(op) => data::insert(dialect, op),
    }
}

fn one(statement: Statement<'_>) -> Result<Vec<Statement<'_>>, RenderError> {
    Ok(vec![statement])
}
