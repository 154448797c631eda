//! Operations of the user's own.

use super::Operation;
use crate::context::MigrationContext;
use crate::error::{MigrationError, MigrationResult};

/// What [`MigrationContext::invoke`] carries out: an operation of ours, or one of the user's own.
///
/// A user's operation says what it does on each database, in terms of other operations; where it differs by database, it
/// has a method for each, as Alembic's `implementation_for`.
///
/// ```
/// use migration_api::prelude::*;
///
/// struct Grant<'a> { table: &'a str, to: &'a str }
///
/// impl CustomOperation for Grant<'_> {
///     fn name(&self) -> &str { "grant" }
///     fn run(&self, ctx: &mut MigrationContext) -> MigrationResult {
///         ctx.execute(&format!("GRANT SELECT ON {} TO {}", ctx.quote(self.table), ctx.quote(self.to)), &[])?;
///         Ok(())
///     }
///     // SQLite has no users.
///     fn run_on_sqlite(&self, _ctx: &mut MigrationContext) -> MigrationResult { Ok(()) }
/// }
/// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
/// ctx.invoke(&Grant { table: "account", to: "reader" })
/// # }
/// ```
pub trait CustomOperation {
    /// Returns what messages call the operation.
    fn name(&self) -> &str;

    /// Carries it out on a database for which there is no method of its own.
    ///
    /// # Errors
    /// Whatever fails; unless overridden, always.
    #[track_caller]
    fn run(&self, ctx: &mut MigrationContext) -> MigrationResult {
        let (name, dialect) = (self.name(), ctx.dialect());
        Err(MigrationError::new(&format!("`{name}` does not say what it does on {dialect}")))
    }

    /// Carries it out on PostgreSQL.
    ///
    /// # Errors
    /// Whatever fails.
    #[track_caller]
    fn run_on_postgresql(&self, ctx: &mut MigrationContext) -> MigrationResult {
        self.run(ctx)
    }

    /// Carries it out on MySQL or MariaDB.
    ///
    /// # Errors
    /// Whatever fails.
    #[track_caller]
    fn run_on_mysql(&self, ctx: &mut MigrationContext) -> MigrationResult {
        self.run(ctx)
    }

    /// Carries it out on SQLite.
    ///
    /// # Errors
    /// Whatever fails.
    #[track_caller]
    fn run_on_sqlite(&self, ctx: &mut MigrationContext) -> MigrationResult {
        self.run(ctx)
    }
}

impl CustomOperation for Operation<'_> {
    fn name(&self) -> &str {
        Operation::name(self)
    }

    #[track_caller]
    fn run(&self, ctx: &mut MigrationContext) -> MigrationResult {
        ctx.carry_out(self)
    }
}

macro_rules! each_is_an_operation {
    ($($operation:ident),*) => {
        $(impl CustomOperation for super::$operation<'_> {
            fn name(&self) -> &str {
                Operation::from(*self).name()
            }

            #[track_caller]
            fn run(&self, ctx: &mut MigrationContext) -> MigrationResult {
                ctx.carry_out(&Operation::from(*self))
            }
        })*
    };
}

each_is_an_operation!(
    CreateTable,
    DropTable,
    RenameTable,
    AddColumn,
    DropColumn,
    AlterColumn,
    CreateIndex,
    DropIndex,
    AddConstraint,
    DropConstraint,
    Execute,
    BulkInsert,
    SetTableComment,
    SetTableOption,
    ValidateConstraint,
    CreateEnum,
    AddEnumValue,
    RenameEnumValue,
    CreateDomain,
    CreateSequence,
    AlterSequence,
    CreateSchema,
    CreateExtension,
    CreateView,
    RefreshMaterializedView,
    CreateRoutine,
    DropObject,
    Batch
);
