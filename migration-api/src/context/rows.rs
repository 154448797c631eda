//! Statements of one's own, and rows.

use std::panic::Location;

use super::{MigrationContext, unexpected};
use crate::abi::{Reply, Request};
use crate::error::{MigrationResult, Place};
use crate::ops::{BulkInsert, Execute, Operation, Parameter};
use crate::row::Row;
use crate::value::Value;

impl MigrationContext {
    /// Runs a statement and returns how many rows it changed.
    ///
    /// Where parameters are given, `:name` in the text stands for the value of that name, which
    /// reaches the database as a bound parameter. Without any, the text goes out as it is.
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// ctx.execute("UPDATE product SET price = price * 2", &[])?;
    /// ctx.execute("DELETE FROM product WHERE name = :name", &[("name", "tea".into())])?;
    /// # Ok(())
    /// # }
    /// ```
    #[track_caller]
    pub fn execute(&mut self, sql: &str, parameters: &[Parameter<'_>]) -> MigrationResult<u64> {
        self.run(&Operation::Execute(Execute { sql, parameters }))
    }

    /// Runs a query and returns its rows. Parameters are those of [`Self::execute`].
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// for row in ctx.query("SELECT id FROM product WHERE price > :least", &[("least", 10.into())])? {
    ///     ctx.execute("DELETE FROM label WHERE product_id = :id", &[("id", row.value("id")?)])?;
    /// }
    /// Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// Offline there is no database to ask: check [`Self::is_offline`] first.
    #[track_caller]
    pub fn query(&mut self, sql: &str, parameters: &[Parameter<'_>]) -> MigrationResult<Vec<Row>> {
        let place = Place::of(Location::caller());
        match self.host.call(&Request::Query { sql, parameters }, place.clone())? {
            Reply::Rows(rows) => Ok(rows.into_rows()),
            other => Err(unexpected(&other, place)),
        }
    }

    /// Inserts rows: `INSERT INTO product (name, price) VALUES (…), (…)`.
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn upgrade(ctx: &mut MigrationContext) -> MigrationResult {
    /// ctx.bulk_insert(
    ///     "product",
    ///     &["name", "price"],
    ///     &[&["tea".into(), 3.into()], &["coffee".into(), 4.into()]],
    /// )
    /// # }
    /// ```
    #[track_caller]
    pub fn bulk_insert(
        &mut self,
        table: &str,
        columns: &[&str],
        rows: &[&[Value<'_>]],
    ) -> MigrationResult {
        self.carry_out(&Operation::BulkInsert(BulkInsert::new(table, columns, rows)))
    }
}
