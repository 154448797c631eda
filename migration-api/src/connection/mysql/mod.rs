//! The adapter of `mysql::Conn`.

mod error;
mod parameters;
mod rows;

use mysql::prelude::Queryable as _;
use mysql::{Conn, Error, Params};

use super::{Connection, ConnectionError};
use crate::row::Rows;
use crate::value::Value;

impl Connection for Conn {
    fn dialect(&self) -> &str {
        "mysql"
    }

    fn execute(&mut self, sql: &str) -> Result<u64, ConnectionError> {
        Ok(drained(self, sql)?)
    }

    fn execute_with(
        &mut self,
        sql: &str,
        parameters: &[Value<'_>],
    ) -> Result<u64, ConnectionError> {
        prepared(self, sql, parameters)?;
        Ok(self.affected_rows())
    }

    fn query(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<Rows, ConnectionError> {
        let (columns, found) = prepared(self, sql, parameters)?;
        rows::read(&columns, found)
    }

    // No statement has to be prepared for it.
    fn query_text(&mut self, sql: &str) -> Result<Rows, ConnectionError> {
        let mut results = self.query_iter(sql)?;
        let columns = results.columns().as_ref().to_vec();
        let found = results.by_ref().collect::<Result<Vec<_>, _>>()?;
        drop(results);
        let names = columns.iter().map(|column| column.name_str().into_owned()).collect();
        let read = |row: mysql::Row| rows::texts(&columns, row);
        Ok(Rows { columns: names, rows: found.into_iter().map(read).collect::<Result<_, _>>()? })
    }
}

/// Runs one or several statements and reads all their results.
fn drained(conn: &mut Conn, sql: &str) -> Result<u64, Error> {
    let mut results = conn.query_iter(sql)?;
    let mut affected = results.affected_rows();
    while let Some(result) = results.iter() {
        affected = result.affected_rows();
        for row in result {
            row?;
        }
    }
    drop(results);
    Ok(affected)
}

/// The columns of a result, and its rows.
type Found = (Vec<mysql::Column>, Vec<mysql::Row>);

/// Prepares a statement, runs it and closes it: kept, it would go on to mean the tables of the database that was in use then.
fn prepared(conn: &mut Conn, sql: &str, values: &[Value<'_>]) -> Result<Found, Error> {
    let values: Vec<_> = values.iter().copied().map(parameters::bind).collect();
    let statement = conn.prep(sql)?;
    let parameters = if values.is_empty() { Params::Empty } else { Params::Positional(values) };
    let found = executed(conn, &statement, parameters);
    // A statement that stays open costs memory only, and a broken connection is told by what comes next.
    drop(conn.close(statement));
    found
}

/// Runs a prepared statement; returns its first result.
fn executed(
    conn: &mut Conn,
    statement: &mysql::Statement,
    parameters: Params,
) -> Result<Found, Error> {
    let mut results = conn.exec_iter(statement, parameters)?;
    let columns = results.columns().as_ref().to_vec();
    let rows = results.by_ref().collect::<Result<_, _>>()?;
    // A procedure's call has more results: an error in one of them counts.
    while let Some(result) = results.iter() {
        for row in result {
            row?;
        }
    }
    Ok((columns, rows))
}
