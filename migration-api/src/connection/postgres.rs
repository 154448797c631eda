//! The adapter of `postgres::Client`.

use std::io::Write as _;

use postgres::{Client, Error, SimpleQueryMessage};

use super::postgresql::parameters::Parameters;
use super::postgresql::rows;
use super::{Connection, ConnectionError};
use crate::row::Rows;
use crate::value::Value;

/// As much text as is sent at once.
const CHUNK: usize = 1 << 16;

impl Connection for Client {
    fn dialect(&self) -> &str {
        "postgresql"
    }

    // The simple protocol: one round trip, whatever number of statements.
    fn execute(&mut self, sql: &str) -> Result<u64, ConnectionError> {
        let messages = self.simple_query(sql)?;
        Ok(messages.iter().rev().find_map(affected).unwrap_or(0))
    }

    fn execute_with(
        &mut self,
        sql: &str,
        parameters: &[Value<'_>],
    ) -> Result<u64, ConnectionError> {
        Ok(self.execute_typed(sql, &Parameters::new(parameters).untyped())?)
    }

    fn query(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<Rows, ConnectionError> {
        // Not `query_typed`: it asks for types that are not known yet while the rows arrive, and waits without end where they are many.
        let statement = self.prepare(sql)?;
        rows::read(&self.query(&statement, &Parameters::new(parameters).values())?)
    }

    fn copy_in(&mut self, sql: &str, text: &str) -> Option<Result<u64, ConnectionError>> {
        Some(send(self, sql, text).map_err(ConnectionError::from))
    }
}

fn send(client: &mut Client, sql: &str, text: &str) -> Result<u64, Error> {
    let mut writer = client.copy_in(sql)?;
    for chunk in text.as_bytes().chunks(CHUNK) {
        // What failed is told by the end.
        if writer.write_all(chunk).is_err() {
            break;
        }
    }
    writer.finish()
}

fn affected(message: &SimpleQueryMessage) -> Option<u64> {
    match message {
        SimpleQueryMessage::CommandComplete(rows) => Some(*rows),
        _ => None,
    }
}
