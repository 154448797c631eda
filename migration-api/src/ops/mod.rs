//! Operations: schema changes as data, free of any dialect.
//!
//! A revision's calls on [`MigrationContext`](crate::MigrationContext) build these values; the
//! runner renders them for its database. The same values serve offline mode and comparison.

mod batch;
mod column;
mod constraint;
mod custom;
mod data;
mod index;
mod object;
mod reverse;
mod table;
mod types;

pub use batch::{Batch, BatchOptions, Recreate};
pub use column::{
    AddColumn, AlterColumn, CommentChange, DefaultChange, DropColumn, ExistingColumn,
    IdentityChange, Position,
};
pub use constraint::{AddConstraint, DropConstraint, ValidateConstraint};
pub use custom::CustomOperation;
pub use data::{BulkInsert, Execute, Parameter};
pub use index::{CreateIndex, DropIndex};
pub use object::{
    AlterSequence, CreateExtension, CreateRoutine, CreateSchema, CreateSequence, CreateView,
    DropObject, ObjectKind, RefreshMaterializedView, RoutineKind,
};
pub use table::{CreateTable, DropTable, RenameTable, SetTableComment, SetTableOption};
pub use types::{AddEnumValue, CreateDomain, CreateEnum, RenameEnumValue, ValuePosition};

macro_rules! operations {
    ($($(#[$doc:meta])* $variant:ident => $name:literal;)*) => {
        /// One schema change.
        ///
        /// A new variant must be handled wherever operations are, so this enum is exhaustive on purpose.
        #[derive(Debug, Clone, Copy, PartialEq)]
        pub enum Operation<'a> {
            $($(#[$doc])* $variant($variant<'a>),)*
        }

        impl Operation<'_> {
            /// Returns the name of the method that makes operations of this variant.
            const fn variant_name(&self) -> &'static str {
                match self {
                    $(Self::$variant(_) => $name,)*
                }
            }
        }

        $(impl<'a> From<$variant<'a>> for Operation<'a> {
            fn from(operation: $variant<'a>) -> Self {
                Self::$variant(operation)
            }
        })*
    };
}

impl Operation<'_> {
    /// Returns the name of the method that makes this operation, for messages.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::DropObject(op) => op.kind.drop_method(),
            Self::CreateRoutine(op) => op.kind.method(),
            other => other.variant_name(),
        }
    }
}

operations! {
    /// Creates a table.
    CreateTable => "create_table";
    /// Drops a table.
    DropTable => "drop_table";
    /// Gives a table another name.
    RenameTable => "rename_table";
    /// Adds a column.
    AddColumn => "add_column";
    /// Drops a column.
    DropColumn => "drop_column";
    /// Changes a column.
    AlterColumn => "alter_column";
    /// Creates an index.
    CreateIndex => "create_index";
    /// Drops an index.
    DropIndex => "drop_index";
    /// Adds a constraint.
    AddConstraint => "create_constraint";
    /// Drops a constraint.
    DropConstraint => "drop_constraint";
    /// Runs a statement written by the author.
    Execute => "execute";
    /// Inserts rows.
    BulkInsert => "bulk_insert";
    /// Sets or drops the remark on a table.
    SetTableComment => "create_table_comment";
    /// Sets an option of a table.
    SetTableOption => "set_table_option";
    /// Checks rows that a constraint has left unchecked.
    ValidateConstraint => "validate_constraint";
    /// Creates an enum type.
    CreateEnum => "create_enum";
    /// Adds a value to an enum type.
    AddEnumValue => "add_enum_value";
    /// Renames a value of an enum type.
    RenameEnumValue => "rename_enum_value";
    /// Creates a domain.
    CreateDomain => "create_domain";
    /// Creates a sequence.
    CreateSequence => "create_sequence";
    /// Changes how a sequence counts.
    AlterSequence => "alter_sequence";
    /// Creates a schema.
    CreateSchema => "create_schema";
    /// Creates an extension.
    CreateExtension => "create_extension";
    /// Creates a view.
    CreateView => "create_view";
    /// Has a materialised view run its query again.
    RefreshMaterializedView => "refresh_materialized_view";
    /// Creates a function, procedure or trigger.
    CreateRoutine => "create_function";
    /// Drops an enum, a sequence, a schema, a view …
    DropObject => "drop";
    /// Changes one table in several ways.
    Batch => "batch_alter_table";
}
