//! The nouns of a schema: tables, columns, constraints, indexes and types.
//!
//! They are plain `Copy` values that borrow their text, free of any dialect. The same types are
//! used by operations, by metadata, and by whatever compares the two.

mod column;
mod constraint;
mod index;
mod name;
mod table;
mod types;

pub use column::{Column, DefaultValue, Reference};
pub use constraint::{Constraint, ConstraintKind, ForeignKey, ReferentialAction};
pub use index::Index;
pub use name::TableName;
pub use table::{Metadata, Table};
pub use types::ColumnType;
