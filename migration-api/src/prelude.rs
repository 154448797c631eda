//! What a revision file or an `env.rs` imports: `use migration_api::prelude::*;`.

pub use crate::autogenerate::{
    Candidate, DefaultComparison, RenderItem, Rendering, TypeComparison,
};
pub use crate::batch::BatchAlterTable;
pub use crate::connection::{AsyncConnection, Connection, ConnectionError};
pub use crate::context::{AsyncMigrationContext, MigrationContext};
pub use crate::environment::{
    Configuration, ConnectionId, EnvironmentContext, StepInfo, percent_encode,
};
pub use crate::error::{MigrationError, MigrationResult};
pub use crate::ops::{
    AddColumn, AddConstraint, AddEnumValue, AlterColumn, AlterSequence, BatchOptions, BulkInsert,
    CreateDomain, CreateEnum, CreateExtension, CreateIndex, CreateRoutine, CreateSchema,
    CreateSequence, CreateTable, CreateView, CustomOperation, DropColumn, DropConstraint,
    DropIndex, DropObject, DropTable, Execute, ObjectKind, Operation, Recreate,
    RefreshMaterializedView, RenameEnumValue, RenameTable, RoutineKind, SetTableComment,
    SetTableOption, ValidateConstraint,
};
pub use crate::row::{Row, Rows};
pub use crate::schema::ColumnType::{self, *};
pub use crate::schema::{
    Column, ColumnValue, Constraint, ConstraintKind, ConstraintType, Counter, EnumType, ForeignKey,
    Identity, Index, IndexPart, Match, Metadata, Model, NamingConvention, Policy,
    ReferentialAction, Routine, RowSecurity, Table, TableName, TableOption, Trigger, View,
};
pub use crate::value::{Date as DateValue, Decimal, Json as JsonValue, TimestampTz, Value};
pub use crate::value::{Time as TimeValue, Timestamp as TimestampValue, Uuid as UuidValue};
#[cfg(feature = "derive")]
pub use migration_api_derive::{EnumType, Table};
