//! Operations: schema changes as data, free of any dialect.
//!
//! A revision's calls on [`MigrationContext`](crate::MigrationContext) build these values; the
//! runner renders them for its database. The same values serve offline mode and comparison.

mod column;
mod constraint;
mod data;
mod index;
mod table;

pub use column::{AddColumn, AlterColumn, DefaultChange, DropColumn};
pub use constraint::{AddConstraint, DropConstraint};
pub use data::{BulkInsert, Execute, Parameter};
pub use index::{CreateIndex, DropIndex};
pub use table::{CreateTable, DropTable, RenameTable};

/// One schema change.
///
/// A new variant must be handled wherever operations are, so this enum is exhaustive on purpose.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Operation<'a> {
    /// Creates a table.
    CreateTable(CreateTable<'a>),
    /// Drops a table.
    DropTable(DropTable<'a>),
    /// Gives a table another name.
    RenameTable(RenameTable<'a>),
    /// Adds a column.
    AddColumn(AddColumn<'a>),
    /// Drops a column.
    DropColumn(DropColumn<'a>),
    /// Changes a column's name, type, nullability or default.
    AlterColumn(AlterColumn<'a>),
    /// Creates an index.
    CreateIndex(CreateIndex<'a>),
    /// Drops an index.
    DropIndex(DropIndex<'a>),
    /// Adds a constraint.
    AddConstraint(AddConstraint<'a>),
    /// Drops a constraint.
    DropConstraint(DropConstraint<'a>),
    /// Runs a statement written by the author.
    Execute(Execute<'a>),
    /// Inserts rows.
    BulkInsert(BulkInsert<'a>),
}

impl Operation<'_> {
    /// Returns the name of the method that makes this operation, for messages.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::CreateTable(_) => "create_table",
            Self::DropTable(_) => "drop_table",
            Self::RenameTable(_) => "rename_table",
            Self::AddColumn(_) => "add_column",
            Self::DropColumn(_) => "drop_column",
            Self::AlterColumn(_) => "alter_column",
            Self::CreateIndex(_) => "create_index",
            Self::DropIndex(_) => "drop_index",
            Self::AddConstraint(_) => "create_constraint",
            Self::DropConstraint(_) => "drop_constraint",
            Self::Execute(_) => "execute",
            Self::BulkInsert(_) => "bulk_insert",
        }
    }
}
