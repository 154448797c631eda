//! The same operations, to be awaited.

use std::future::{Ready, ready};
use std::ops::Deref;
use std::panic::Location;

use super::MigrationContext;
use crate::batch::BatchAlterTable;
use crate::error::{MigrationResult, Place};
use crate::ops::{AlterColumn, BatchOptions, CustomOperation, Parameter};
use crate::row::Row;
use crate::schema::{Column, Constraint, TableOption};
use crate::value::Value;

/// What an operation of an [`AsyncMigrationContext`] came to, for `.await`.
pub type Done<T = ()> = Ready<MigrationResult<T>>;

/// The database, as an `async fn` of a revision sees it: [`MigrationContext`] with operations and queries that are awaited.
///
/// An operation is carried out when it is called, and keeps the revision's own thread until the database is done with it; other tasks
/// of a runtime with several threads go on meanwhile.
pub struct AsyncMigrationContext {
    context: MigrationContext,
}

macro_rules! awaited {
    ($($name:ident($($argument:ident: $ty:ty),*) -> $output:ty;)*) => {
        impl AsyncMigrationContext {
            $(
                #[doc = concat!("Does what [`MigrationContext::", stringify!($name), "`] does.")]
                #[track_caller]
                pub fn $name(&mut self, $($argument: $ty),*) -> Done<$output> {
                    ready(self.context.$name($($argument),*))
                }
            )*
        }
    };
}

awaited! {
    invoke(operation: &dyn CustomOperation) -> ();
    batch_alter_table(table: &str, changes: impl FnOnce(&mut BatchAlterTable)) -> ();
    batch_alter_table_with(table: &str, options: &BatchOptions<'_>, changes: impl FnOnce(&mut BatchAlterTable)) -> ();
    progress(text: &str) -> ();
    execute(sql: &str, parameters: &[Parameter<'_>]) -> u64;
    query(sql: &str, parameters: &[Parameter<'_>]) -> Vec<Row>;
    bulk_insert(table: &str, columns: &[&str], rows: &[&[Value<'_>]]) -> ();
    create_table(table: &str, columns: &[Column<'_>], constraints: &[Constraint<'_>]) -> ();
    drop_table(table: &str) -> ();
    rename_table(table: &str, new_name: &str) -> ();
    create_table_comment(table: &str, comment: &str) -> ();
    drop_table_comment(table: &str) -> ();
    set_table_option(table: &str, option: TableOption<'_>) -> ();
    add_column(table: &str, column: Column<'_>) -> ();
    drop_column(table: &str, column: &str) -> ();
    alter_column(change: AlterColumn<'_>) -> ();
    create_index(name: &str, table: &str, columns: &[&str]) -> ();
    create_unique_index(name: &str, table: &str, columns: &[&str]) -> ();
    drop_index(name: &str, table: &str) -> ();
    create_primary_key(name: &str, table: &str, columns: &[&str]) -> ();
    create_unique_constraint(name: &str, table: &str, columns: &[&str]) -> ();
    create_check_constraint(name: &str, table: &str, condition: &str) -> ();
    create_foreign_key(name: &str, table: &str, columns: &[&str], referred_table: &str, referred_columns: &[&str]) -> ();
    create_constraint(table: &str, constraint: Constraint<'_>) -> ();
    create_exclude_constraint(name: &str, table: &str, using: &str, elements: &[(&str, &str)]) -> ();
    validate_constraint(name: &str, table: &str) -> ();
    drop_constraint(name: &str, table: &str) -> ();
    create_enum(name: &str, values: &[&str]) -> ();
    drop_enum(name: &str) -> ();
    add_enum_value(name: &str, value: &str) -> ();
    rename_enum_value(name: &str, value: &str, new_value: &str) -> ();
    create_sequence(name: &str) -> ();
    drop_sequence(name: &str) -> ();
    create_schema(name: &str) -> ();
    drop_schema(name: &str) -> ();
    create_extension(name: &str) -> ();
    drop_extension(name: &str) -> ();
    create_view(name: &str, query: &str) -> ();
    drop_view(name: &str) -> ();
    create_materialized_view(name: &str, query: &str) -> ();
    drop_materialized_view(name: &str) -> ();
    refresh_materialized_view(name: &str) -> ();
    create_function(sql: &str) -> ();
    drop_function(name: &str) -> ();
    create_procedure(sql: &str) -> ();
    drop_procedure(name: &str) -> ();
    create_trigger(sql: &str) -> ();
    drop_trigger(name: &str, table: &str) -> ();
}

impl AsyncMigrationContext {
    pub(crate) fn new(context: MigrationContext) -> Self {
        Self { context }
    }

    /// Runs statements that no transaction takes, between the transaction that ends before them and the one that begins after
    /// them; see [`MigrationContext::autocommit_block`].
    pub async fn autocommit_block<T>(
        &mut self,
        work: impl AsyncFnOnce(&mut Self) -> MigrationResult<T>,
    ) -> MigrationResult<T> {
        let place = Place::of(Location::caller());
        self.context.set_autocommit(true, &place)?;
        let done = work(self).await;
        let begun = self.context.set_autocommit(false, &place);
        let done = done?;
        begun.map(|()| done)
    }

    /// Returns the context whose operations are not awaited, for functions that are not asynchronous.
    pub fn sync(&mut self) -> &mut MigrationContext {
        &mut self.context
    }
}

/// What is asked without the database: [`MigrationContext::dialect`], [`MigrationContext::is_offline`] and so on.
impl Deref for AsyncMigrationContext {
    type Target = MigrationContext;

    fn deref(&self) -> &MigrationContext {
        &self.context
    }
}
