//! What a revision file or an `env.rs` imports: `use migration_api::prelude::*;`.

pub use crate::context::MigrationContext;
pub use crate::environment::{Configuration, EnvironmentContext, RunnerConnection, percent_encode};
pub use crate::error::{MigrationError, MigrationResult};
pub use crate::ops::{
    AddColumn, AddConstraint, AlterColumn, BulkInsert, CreateIndex, CreateTable, DropColumn,
    DropConstraint, DropIndex, DropTable, Execute, Operation, RenameTable,
};
pub use crate::row::{Row, Rows};
pub use crate::schema::ColumnType::{self, *};
pub use crate::schema::{
    Column, Constraint, ConstraintKind, ForeignKey, Index, Metadata, ReferentialAction, Table,
    TableName,
};
pub use crate::value::{Date as DateValue, Decimal, Json as JsonValue, TimestampTz, Value};
pub use crate::value::{Time as TimeValue, Timestamp as TimestampValue, Uuid as UuidValue};
