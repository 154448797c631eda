//! The session of a scratch database, which is one of many on somebody's server.

use migration_api::ops::BulkInsert;
use migration_api::schema::TableName;
use migration_api::{Rows, Value};

use super::inspect::refusal;
use super::scratch::PREFIX;
use crate::dialect::{
    DatabaseError, Dialect, Lock, Piece, Reading, Refusal, ScriptStatement, Session, statements,
};
use crate::sql::Statement;

/// A session that refuses what would change another database than its own: revisions and schemas name others where these are meant,
/// and here they are not.
pub(super) struct Guarded(pub(super) Box<dyn Session>);

impl Guarded {
    fn check(&self, sql: &str) -> Result<(), DatabaseError> {
        let client = self.0.dialect().client_script();
        for statement in statements(sql, client).flatten() {
            if let Reading::Refuse(reason) = client.reading(&statement)
                && !is_own(&statement)
            {
                let what = match reason {
                    Refusal::Other(name) => format!("the database `{name}`"),
                    Refusal::Database => "another database".to_owned(),
                    // What else a revision does to the server, it does wherever it is run.
                    Refusal::Beyond | Refusal::Rows => continue,
                };
                return Err(refused(&statement.title(), &what));
            }
        }
        Ok(())
    }
}

fn refused(title: &str, what: &str) -> DatabaseError {
    refusal(
        format!("`{title}` would change {what}, and is only tried out on a scratch database"),
        "compare with a database that holds it already: name its URL instead",
    )
}

fn is_reading(sql: &str) -> bool {
    let first = sql.split_whitespace().next().unwrap_or_default();
    ["SELECT", "SHOW", "WITH"].iter().any(|word| first.eq_ignore_ascii_case(word))
}

/// Returns whether a statement makes, opens or drops a scratch database.
fn is_own(statement: &ScriptStatement<'_>) -> bool {
    let mut names = statement.pieces.iter().filter_map(Piece::name);
    names.any(|name| name.starts_with(PREFIX))
}

impl Session for Guarded {
    fn dialect(&self) -> &'static dyn Dialect {
        self.0.dialect()
    }

    fn execute(&mut self, sql: &str) -> Result<u64, DatabaseError> {
        self.check(sql)?;
        self.0.execute(sql)
    }

    fn execute_with(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<u64, DatabaseError> {
        self.check(sql)?;
        self.0.execute_with(sql, parameters)
    }

    fn query(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<Rows, DatabaseError> {
        if !is_reading(sql) {
            self.check(sql)?;
        }
        self.0.query(sql, parameters)
    }

    fn version_rows(&mut self, table: TableName<'_>) -> Result<Option<Vec<String>>, DatabaseError> {
        self.0.version_rows(table)
    }

    fn try_lock(&mut self, version_table: TableName<'_>) -> Result<Lock, DatabaseError> {
        self.0.try_lock(version_table)
    }

    fn try_begin(&mut self) -> Result<Lock, DatabaseError> {
        self.0.try_begin()
    }

    fn transaction_is_open(&mut self) -> Result<bool, DatabaseError> {
        self.0.transaction_is_open()
    }

    fn is_within_callers_transaction(&self) -> bool {
        self.0.is_within_callers_transaction()
    }

    fn commit(&mut self) -> Result<(), DatabaseError> {
        self.0.commit()
    }

    fn rollback(&mut self) -> Result<(), DatabaseError> {
        self.0.rollback()
    }

    fn unlock(&mut self) -> Result<(), DatabaseError> {
        self.0.unlock()
    }

    fn insert(&mut self, rows: &BulkInsert<'_>) -> Option<Result<u64, DatabaseError>> {
        match rows.table.schema {
            Some(name) => Some(Err(refused("INSERT", &format!("the database `{name}`")))),
            None => self.0.insert(rows),
        }
    }

    fn run(&mut self, statement: &Statement<'_>) -> Result<u64, DatabaseError> {
        self.check(statement.sql())?;
        self.0.run(statement)
    }
}
