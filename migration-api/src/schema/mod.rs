//! The nouns of a schema: tables, columns, constraints, indexes and types.
//!
//! They are plain `Copy` values that borrow their text, free of any dialect. The same types are
//! used by operations, by metadata, and by whatever compares the two.

mod column;
mod column_value;
mod constraint;
mod index;
mod metadata;
mod name;
mod naming;
mod object;
mod table;
mod types;

pub use column::{Autoincrement, Column, Computed, Counter, DefaultValue, Identity, Reference};
pub use column_value::ColumnValue;
pub use constraint::{
    Constraint, ConstraintKind, ConstraintType, Exclude, ForeignKey, Match, ReferentialAction,
    Timing,
};
pub use index::{Index, IndexKeys, IndexPart, Nulls};
pub use metadata::{Metadata, MetadataSource, Model};
pub use name::TableName;
pub use naming::NamingConvention;
pub use object::{EnumType, Object, Policy, Routine, RowSecurity, Trigger, View};
pub use table::{Table, TableOption};
pub use types::ColumnType;
