//! The driver: the only file that runs anything on a PostgreSQL server.

use std::path::Path;
use std::sync::mpsc;
use std::thread;

use migration_api::connection::tls::{self, Refused, UnusableCertificate};
use migration_api::ops::BulkInsert;
use migration_api::schema::TableName;
use migration_api::{Cell, Rows, Value};
use postgres::config::SslMode;
use postgres::error::SqlState;
use postgres::types::{ToSql, Type};
use postgres::{Client, Config, Error, NoTls, SimpleQueryMessage};
use rustls::ClientConfig;
use tokio_postgres_rustls::MakeRustlsConnect;

use super::config::Settings;
use super::parameters::TextParameter;
use super::{Postgres, config, copy, failure, literals, lock, rows};
use crate::config::{SessionSettings, postgres_environment};
use crate::dialect::{Connection, DatabaseError, DatabaseUrl, Dialect, Lock};
use crate::sql::{RenderError, name_list, version_table};

/// Begins a transaction and marks it: the mark goes with it, whoever ends it.
const BEGIN: &str = "BEGIN; SET LOCAL runner.transaction = '1'";
const IS_OPEN: &str = "SELECT current_setting('runner.transaction', true)";

/// From so many rows on, COPY is faster than INSERT for all that it needs besides.
const WORTH_A_COPY: usize = 200;

const INVALID_INDEX: &str = "SELECT i.indexrelid::regclass::text FROM pg_index i \
    JOIN pg_class c ON c.oid = i.indexrelid WHERE c.relname = $1::name AND NOT i.indisvalid";

/// A session of a PostgreSQL server.
pub(super) struct PostgresConnection {
    client: Client,
    target: String,
    /// The key of the migration lock while it is held.
    lock: Option<i64>,
    in_transaction: bool,
}

impl PostgresConnection {
    pub(super) fn open(
        url: &DatabaseUrl,
        base: &Path,
        settings: &SessionSettings,
    ) -> Result<Self, DatabaseError> {
        Self::open_database(url, None, base, settings)
    }

    /// Opens a session as the URL says, of the database of this name instead of the URL's, if one is given.
    pub(super) fn open_database(
        url: &DatabaseUrl,
        database: Option<&str>,
        base: &Path,
        settings: &SessionSettings,
    ) -> Result<Self, DatabaseError> {
        let mut wanted = config::read(url, &postgres_environment(), base)?;
        if let Some(name) = database {
            wanted.driver.dbname(name);
        }
        let target = config::target(&wanted.driver);
        let client = connect(&wanted, &target)?;
        let mut session = Self { client, target, lock: None, in_transaction: false };
        let set = set_up(settings);
        if !set.is_empty() {
            session.send(&set)?;
        }
        Ok(session)
    }

    /// Sends text by the simple protocol: one round trip, whatever number of statements.
    fn send(&mut self, sql: &str) -> Result<Vec<SimpleQueryMessage>, DatabaseError> {
        self.client.simple_query(sql).map_err(|error| failure::running(&self.target, sql, &error))
    }

    /// Adds to an error that the statement has left an invalid index behind, if it has.
    fn with_invalid_index(&mut self, sql: &str, error: DatabaseError) -> DatabaseError {
        let DatabaseError::Statement(mut failed) = error else { return error };
        let name = concurrent_index(sql).filter(|_| !self.in_transaction);
        if let Some(name) = name
            && let Ok(row) = self.single_row(INVALID_INDEX, &[Value::Text(&name)])
            && let Some(index) = row.first()
        {
            failed.help = Some(format!(
                "it has left the invalid index `{index}` behind: drop it with `DROP INDEX CONCURRENTLY {index}`, \
                 correct what the index cannot take, and run it again"
            ));
        }
        DatabaseError::Statement(failed)
    }

    fn single_row(
        &mut self,
        sql: &str,
        parameters: &[Value<'_>],
    ) -> Result<Vec<Cell>, DatabaseError> {
        Ok(self.query(sql, parameters)?.rows.into_iter().next().unwrap_or_default())
    }

    fn lock_holder(&mut self, key: i64) -> Result<Option<String>, DatabaseError> {
        // Two look-ups are not one: the lock may have been given back in between.
        let row = self.single_row(lock::HOLDER, &[Value::Int(key)])?;
        Ok(lock::holder(&row))
    }
}

impl Connection for PostgresConnection {
    fn dialect(&self) -> &'static dyn Dialect {
        &Postgres
    }

    fn execute(&mut self, sql: &str) -> Result<u64, DatabaseError> {
        let messages = self.send(sql).map_err(|error| self.with_invalid_index(sql, error))?;
        Ok(messages.iter().rev().find_map(affected).unwrap_or(0))
    }

    fn execute_with(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<u64, DatabaseError> {
        let texts = in_text_form(parameters)?;
        let done = self.client.execute_typed(sql, &untyped(&texts));
        done.map_err(|error| failure::running(&self.target, sql, &error))
    }

    fn query(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<Rows, DatabaseError> {
        let texts = in_text_form(parameters)?;
        let found = self.client.query_typed(sql, &untyped(&texts));
        rows::read(&found.map_err(|error| failure::running(&self.target, sql, &error))?)
    }

    // https://www.postgresql.org/docs/current/populate.html#POPULATE-COPY-FROM
    fn insert(&mut self, rows: &BulkInsert<'_>) -> Option<Result<u64, DatabaseError>> {
        if rows.rows.len() < WORTH_A_COPY || !self.in_transaction {
            return None;
        }
        let text = match copy::text(rows.rows) {
            Ok(text) => text,
            Err(error) => return Some(Err(error.into())),
        };
        let (table, columns) = (Postgres.table(rows.table), name_list(&Postgres, rows.columns));
        let sql = format!("COPY {table} {columns} FROM STDIN");
        if let Err(error) = self.send("SAVEPOINT runner_copy") {
            return Some(Err(error));
        }
        match copy::send(&mut self.client, &sql, &text) {
            Ok(count) => Some(self.send("RELEASE SAVEPOINT runner_copy").map(|_| count)),
            // A view, or a table with policies, takes rows by INSERT only.
            Err(error) if copy::is_no_way(&error) => {
                let back =
                    self.send("ROLLBACK TO SAVEPOINT runner_copy; RELEASE SAVEPOINT runner_copy");
                back.err().map(Err)
            }
            Err(error) => Some(Err(failure::running(&self.target, &sql, &error))),
        }
    }

    fn version_rows(&mut self, table: TableName<'_>) -> Result<Option<Vec<String>>, DatabaseError> {
        let mut sql = version_table::select(&Postgres, table).sql().to_owned();
        if self.in_transaction {
            // A table that is missing would otherwise end the transaction.
            sql = format!("SAVEPOINT version_rows; {sql}; RELEASE SAVEPOINT version_rows");
        }
        match self.client.simple_query(&sql) {
            Ok(messages) => messages.iter().filter_map(version).collect::<Result<_, _>>().map(Some),
            Err(error) if error.code() == Some(&SqlState::UNDEFINED_TABLE) => {
                if self.in_transaction {
                    self.send(
                        "ROLLBACK TO SAVEPOINT version_rows; RELEASE SAVEPOINT version_rows",
                    )?;
                }
                Ok(None)
            }
            Err(error) => Err(failure::running(&self.target, &sql, &error)),
        }
    }

    fn try_lock(&mut self, version_table: TableName<'_>) -> Result<Lock, DatabaseError> {
        let names = [version_table.schema.into(), version_table.name.into()];
        match self.single_row(lock::TRY, &names)?.as_slice() {
            [Cell::Bool(true), Cell::Int(key)] => {
                self.lock = Some(*key);
                Ok(Lock::Acquired)
            }
            [_, Cell::Int(key)] => Ok(Lock::Held { by: self.lock_holder(*key)? }),
            _ => Ok(Lock::Held { by: None }),
        }
    }

    fn try_begin(&mut self) -> Result<Lock, DatabaseError> {
        self.send(BEGIN)?;
        self.in_transaction = true;
        Ok(Lock::Acquired)
    }

    fn transaction_is_open(&mut self) -> Result<bool, DatabaseError> {
        if !self.in_transaction {
            return Ok(false);
        }
        match self.client.simple_query(IS_OPEN) {
            Ok(messages) => Ok(messages.iter().any(|message| match message {
                SimpleQueryMessage::Row(row) => row.get(0) == Some("1"),
                _ => false,
            })),
            // It waits to be undone.
            Err(error) if error.code() == Some(&SqlState::IN_FAILED_SQL_TRANSACTION) => Ok(true),
            Err(error) => Err(failure::running(&self.target, IS_OPEN, &error)),
        }
    }

    fn commit(&mut self) -> Result<(), DatabaseError> {
        // A failed transaction takes COMMIT for ROLLBACK without an error; a query fails in it.
        let committed = self.send("SELECT 1; COMMIT");
        if committed.is_err() {
            // The first error tells more than one of the rollback, which may have no need to run.
            self.rollback().ok();
        }
        self.in_transaction = false;
        committed.map(drop)
    }

    fn rollback(&mut self) -> Result<(), DatabaseError> {
        if !self.in_transaction {
            return Ok(());
        }
        self.in_transaction = false;
        self.send("ROLLBACK").map(drop)
    }

    fn unlock(&mut self) -> Result<(), DatabaseError> {
        let Some(key) = self.lock.take() else {
            return Ok(());
        };
        match self.single_row(lock::UNLOCK, &[Value::Int(key)])?.as_slice() {
            [Cell::Bool(true)] => Ok(()),
            _ => Err(DatabaseError::LockLost),
        }
    }
}

/// Opens a session by the ways that the mode of TLS has, one after the other: libpq goes on from a refusal only.
fn connect(wanted: &Settings, target: &str) -> Result<Client, DatabaseError> {
    let mut failed = None;
    for mode in wanted.tls.mode.ways() {
        let mut driver = wanted.driver.clone();
        driver.ssl_mode(*mode);
        let tls = match mode {
            SslMode::Disable => None,
            _ => Some(tls::client_config(&wanted.tls).map_err(unusable)?),
        };
        let error = match attempt(driver, tls) {
            Some(Ok(client)) => return Ok(client),
            Some(Err(error)) => error,
            None => return Err(failure::connecting(target, Refused::silent())),
        };
        let go_on = tls::is_about_encryption(&error);
        failed.get_or_insert(error);
        if !go_on {
            break;
        }
    }
    let refused = failed.map_or_else(Refused::silent, |error| Refused::by(&error, &wanted.login()));
    Err(failure::connecting(target, refused))
}

fn unusable(error: UnusableCertificate) -> DatabaseError {
    DatabaseError::Certificate { file: error.file.into(), reason: error.reason }
}

/// Connects, or gives up on a server that takes the connection and then keeps silent, which the
/// driver would wait for without end. The thread ends with its attempt, or with the program.
fn attempt(config: Config, tls: Option<ClientConfig>) -> Option<Result<Client, Error>> {
    let (sender, receiver) = mpsc::channel();
    let limit = tls::patience(config.get_hosts().len(), config.get_connect_timeout());
    // The receiver is gone when the attempt came too late.
    thread::spawn(move || {
        let connected = match tls {
            Some(tls) => config.connect(MakeRustlsConnect::new(tls)),
            None => config.connect(NoTls),
        };
        sender.send(connected).ok()
    });
    receiver.recv_timeout(limit).ok()
}

/// Returns the statements that make these settings in a session.
pub(super) fn set_up(settings: &SessionSettings) -> String {
    let mut sql = String::new();
    if let Some(path) = &settings.search_path {
        let schemas = path.split(',').map(|name| Postgres.quote(name.trim().trim_matches('"')));
        sql.extend([format!("SET search_path TO {};", schemas.collect::<Vec<_>>().join(", "))]);
    }
    let timeouts = [
        ("statement_timeout", settings.statement_timeout),
        ("lock_timeout", settings.database_lock_timeout),
    ];
    for (name, time) in timeouts {
        sql.extend(time.map(|time| format!("SET {name} TO {};", time.as_millis())));
    }
    sql
}

/// Returns the name of the index that a statement makes beside others' work; it stays, without being valid, if that fails.
///
/// <https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY>
fn concurrent_index(sql: &str) -> Option<String> {
    let mut words = sql.split_whitespace();
    let mut next = || words.next().map(str::to_ascii_uppercase);
    if next()? != "CREATE" {
        return None;
    }
    let word = next()?;
    if word == "UNIQUE" && next()? != "INDEX" || word != "UNIQUE" && word != "INDEX" {
        return None;
    }
    if next()? != "CONCURRENTLY" {
        return None;
    }
    let at = sql.to_ascii_uppercase().find("CONCURRENTLY")? + "CONCURRENTLY".len();
    let rest = sql.get(at..)?.trim_start();
    let rest = rest.strip_prefix("IF NOT EXISTS").unwrap_or(rest).trim_start();
    match rest.strip_prefix('"') {
        Some(quoted) => {
            let doubled = quoted.replace("\"\"", "\0");
            doubled.split('"').next().map(|name| name.replace('\0', "\""))
        }
        None => rest.split_whitespace().next().map(str::to_lowercase),
    }
}

fn in_text_form(parameters: &[Value<'_>]) -> Result<Vec<TextParameter>, RenderError> {
    let texts = parameters.iter().map(|value| literals::checked_text(&Postgres, *value));
    texts.map(|text| text.map(TextParameter)).collect()
}

/// Leaves the types to the server, which saves asking it for them first.
fn untyped(texts: &[TextParameter]) -> Vec<(&(dyn ToSql + Sync), Type)> {
    texts.iter().map(|text| (text as &(dyn ToSql + Sync), Type::UNKNOWN)).collect()
}

fn affected(message: &SimpleQueryMessage) -> Option<u64> {
    match message {
        SimpleQueryMessage::CommandComplete(rows) => Some(*rows),
        _ => None,
    }
}

fn version(message: &SimpleQueryMessage) -> Option<Result<String, DatabaseError>> {
    let SimpleQueryMessage::Row(row) = message else {
        return None;
    };
    Some(row.get(0).map(str::to_owned).ok_or_else(|| DatabaseError::Unreadable {
        column: version_table::COLUMN.to_owned(),
        reason: "the version table holds a NULL".to_owned(),
    }))
}

#[cfg(test)]
mod tests {
    use super::concurrent_index;

    #[test]
    fn the_index_of_a_statement_is_found() {
        for (sql, name) in [
            ("CREATE INDEX CONCURRENTLY ix ON t (a)", Some("ix")),
            ("create unique index concurrently \"I \"\"x\" on t (a)", Some("I \"x")),
            ("CREATE INDEX CONCURRENTLY IF NOT EXISTS Ix ON t (a)", Some("ix")),
            ("CREATE INDEX ix ON t (a)", None),
            ("CREATE TABLE concurrently (a int)", None),
            ("", None),
        ] {
            assert_eq!(concurrent_index(sql).as_deref(), name, "{sql}");
        }
    }
}
