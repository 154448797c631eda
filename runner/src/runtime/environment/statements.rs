//! Statements of the environment's own, outside of all migrations.

use migration_api::Place;
use migration_api::abi::Reply;
use migration_api::ops::{Execute, Operation, Parameter};

use super::{EnvironmentHost, not_open};
use crate::dialect::Session;
use crate::error::Error;
use crate::runtime::{RuntimeError, StepCause, step};
use crate::sql;

impl EnvironmentHost<'_> {
    /// Runs statements of the environment's own on a connection.
    pub(super) fn execute(
        &mut self,
        connection: u32,
        sql: &str,
        parameters: &[Parameter<'_>],
    ) -> Result<Result<Reply, StepCause>, Error> {
        let connection = self.open_connection(connection, "execute")?;
        let operation = Operation::Execute(Execute { sql, parameters });
        Ok(executed(connection, &operation).map(Reply::Affected))
    }

    /// Runs a query of the environment's own on a connection.
    pub(super) fn query(
        &mut self,
        connection: u32,
        sql: &str,
        parameters: &[Parameter<'_>],
    ) -> Result<Result<Reply, StepCause>, Error> {
        let connection = self.open_connection(connection, "query")?;
        let query = sql::bind(connection.dialect(), sql, parameters).map_err(StepCause::Render);
        Ok(query.and_then(|query| {
            let rows = connection.query(query.sql(), query.parameters());
            rows.map(Reply::Rows).map_err(StepCause::Database)
        }))
    }

    /// Returns why a statement of the environment's own failed.
    pub(super) fn refused(&self, call: &'static str, place: &Place, source: StepCause) -> Error {
        let place = step::short(self.project, Some(place.clone()));
        RuntimeError::Statement { call, place, source }.into()
    }

    fn open_connection(
        &mut self,
        connection: u32,
        call: &'static str,
    ) -> Result<&mut dyn Session, Error> {
        match self.connections.get_mut(connection as usize) {
            Some(session) => Ok(session.connection.as_mut()),
            None => Err(not_open(call)),
        }
    }
}

fn executed(connection: &mut dyn Session, operation: &Operation<'_>) -> Result<u64, StepCause> {
    let statements = sql::render(connection.dialect(), operation).map_err(StepCause::Render)?;
    let mut affected = 0;
    for statement in &statements {
        affected += connection.run(statement).map_err(StepCause::Database)?;
    }
    Ok(affected)
}
