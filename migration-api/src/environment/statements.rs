//! Statements on a connection of the environment's, outside of all migrations.

use std::panic::Location;

use super::{ConnectionId, EnvironmentContext};
use crate::abi::{Reply, Request};
use crate::error::{MigrationError, MigrationResult, Place};
use crate::ops::Parameter;
use crate::row::Row;

impl EnvironmentContext {
    /// Runs a statement on an open connection and returns how many rows it changed: `SET ROLE`, a `search_path`, a variable of the
    /// session. Parameters are those of [`MigrationContext::execute`](crate::MigrationContext::execute).
    ///
    /// It is in no transaction, so that it stays whatever becomes of the migrations.
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn run_migrations_online(env: &mut EnvironmentContext) -> MigrationResult {
    /// let connection = env.connect(&env.url()?)?;
    /// env.execute(connection, "SET ROLE owner", &[])?;
    /// env.configure(&Configuration::online(connection))?;
    /// env.run_migrations()
    /// # }
    /// ```
    ///
    /// # Errors
    /// When the connection is not open, or the database refuses.
    #[track_caller]
    pub fn execute(
        &mut self,
        connection: ConnectionId,
        sql: &str,
        parameters: &[Parameter<'_>],
    ) -> MigrationResult<u64> {
        let place = Place::of(Location::caller());
        let request = Request::ExecuteOn { connection: connection.id, sql, parameters };
        match self.host.call(&request, place.clone())? {
            Reply::Affected(rows) => Ok(rows),
            other => Err(MigrationError::reported(format!("unfitting answer: {other:?}"), place)),
        }
    }

    /// Runs a query on an open connection and returns its rows.
    /// ```
    /// # use migration_api::prelude::*;
    /// # fn tenants(env: &mut EnvironmentContext, connection: ConnectionId) -> MigrationResult<Vec<String>> {
    /// let rows = env.query(connection, "SELECT name FROM tenant ORDER BY name", &[])?;
    /// rows.iter().map(|row| row.get("name")).collect()
    /// # }
    /// ```
    ///
    /// # Errors
    /// When the connection is not open, or the database refuses.
    #[track_caller]
    pub fn query(
        &mut self,
        connection: ConnectionId,
        sql: &str,
        parameters: &[Parameter<'_>],
    ) -> MigrationResult<Vec<Row>> {
        let place = Place::of(Location::caller());
        let request = Request::QueryOn { connection: connection.id, sql, parameters };
        match self.host.call(&request, place.clone())? {
            Reply::Rows(rows) => Ok(rows.into_rows()),
            other => Err(MigrationError::reported(format!("unfitting answer: {other:?}"), place)),
        }
    }
}
