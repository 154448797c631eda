//! The driver: the only file that runs anything on a MySQL or MariaDB server.

use std::path::Path;
use std::sync::mpsc;
use std::thread;

use migration_api::schema::TableName;
use migration_api::{Cell, Rows, Value};
use mysql::prelude::Queryable as _;
use mysql::{Conn, DriverError, Error, Params};

use super::config::{self, Config};
use super::implicit_commit::{self, Effect};
use super::{Mysql, failure, lock, parameters, rows};
use crate::config::SessionSettings;
use crate::dialect::{Connection, DatabaseError, DatabaseUrl, Dialect, Lock};
use crate::sql::version_table;

static MYSQL: Mysql = Mysql { mariadb: false };
static MARIADB: Mysql = Mysql { mariadb: true };

/// Makes the session's text and times the same everywhere; `sql_mode` stays the server's, as the application has it.
const SET_UP: &str = "SET NAMES utf8mb4, time_zone = '+00:00'";
const WHO: &str = "SELECT VERSION(), DATABASE(), @@max_allowed_packet";

/// Begins a transaction; behind each commit of the server's own, the next statement begins another.
///
/// <https://dev.mysql.com/doc/refman/8.4/en/commit.html>
const BEGIN: &str = "SET autocommit = 0";
const COMMIT: &str = "COMMIT";
const END: &str = "SET autocommit = 1";

/// A session of a MySQL or MariaDB server.
pub(super) struct MysqlConnection {
    conn: Conn,
    dialect: &'static Mysql,
    database: String,
    /// As many bytes as one value can have.
    limit: usize,
    target: String,
    /// The name of the migration lock while it is held.
    lock: Option<String>,
    transaction: Transaction,
}

/// What is known of the run's transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Transaction {
    None,
    Open {
        /// Whether a commit would have anything to do.
        dirty: bool,
    },
    /// A deadlock has ended it.
    Ended,
}

impl MysqlConnection {
    pub(super) fn open(url: &DatabaseUrl, base: &Path) -> Result<Self, DatabaseError> {
        let config = config::read(url, base)?;
        config::check_files(&config, url)?;
        let (target, patience) = (config.target.clone(), config.patience);
        let (sender, receiver) = mpsc::channel();
        // A server that keeps silent would be waited for without end. The receiver is gone when the attempt came
        // too late.
        thread::spawn(move || sender.send(connect(&config)).ok());
        let conn = match receiver.recv_timeout(patience) {
            Ok(connected) => connected.map_err(|error| failure::connecting(&target, &error))?,
            Err(_) => return Err(failure::silent(&target)),
        };
        let transaction = Transaction::None;
        let (dialect, database) = (&MYSQL, String::new());
        let limit = usize::MAX;
        let mut session = Self { conn, dialect, database, limit, target, lock: None, transaction };
        session.send(SET_UP)?;
        session.introduce()?;
        Ok(session)
    }

    /// Sets how long statements may take, and wait for others' locks.
    ///
    /// <https://mariadb.com/kb/en/server-system-variables/>, <https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html>
    pub(super) fn set_timeouts(&mut self, settings: &SessionSettings) -> Result<(), DatabaseError> {
        if let Some(time) = settings.statement_timeout {
            self.send(&match self.dialect.mariadb {
                true => format!("SET max_statement_time = {}", time.as_secs_f64()),
                // It holds for queries only.
                false => format!("SET max_execution_time = {}", time.as_millis()),
            })?;
        }
        if let Some(time) = settings.database_lock_timeout {
            // The servers count whole seconds.
            let seconds = time.as_secs().max(1);
            self.send(&format!(
                "SET lock_wait_timeout = {seconds}, innodb_lock_wait_timeout = {seconds}"
            ))?;
        }
        Ok(())
    }

    /// Learns which server it is, whatever the URL says, and which database.
    fn introduce(&mut self) -> Result<(), DatabaseError> {
        let row = self.single_row(WHO, &[])?;
        let [Cell::Text(version), database, limit] = row.as_slice() else {
            return Err(failure::plain("the server does not tell its version".into()));
        };
        if version.contains("MariaDB") {
            self.dialect = &MARIADB;
        }
        if let Cell::Text(name) = database {
            self.database.clone_from(name);
        }
        if let Cell::Int(bytes) = limit {
            self.limit = usize::try_from(*bytes).unwrap_or(usize::MAX);
        }
        Ok(())
    }

    /// Sends text as it is, and reads all that comes back. Returns how many rows the last statement changed.
    fn send(&mut self, sql: &str) -> Result<u64, DatabaseError> {
        let sent = drained(&mut self.conn, sql);
        sent.map_err(|error| self.failed(&error))
    }

    fn failed(&mut self, error: &Error) -> DatabaseError {
        if failure::code(error) == Some(failure::DEADLOCK) && self.transaction != Transaction::None
        {
            self.transaction = Transaction::Ended;
        }
        failure::running(&self.target, error)
    }

    /// Runs `sql` by `work`. What the server commits for it, it has committed for certain, whether the statement
    /// then fails or not.
    fn within_transaction<T>(
        &mut self,
        sql: &str,
        work: impl FnOnce(&mut Self) -> Result<T, DatabaseError>,
    ) -> Result<T, DatabaseError> {
        let Transaction::Open { dirty } = self.transaction else {
            return work(self);
        };
        let effect = implicit_commit::effect(sql);
        if let Effect::Ends(word) = effect {
            return Err(failure::ending(word));
        }
        if effect == Effect::Within {
            self.transaction = Transaction::Open { dirty: true };
            return work(self);
        }
        if dirty {
            self.send(COMMIT)?;
        }
        self.transaction = Transaction::Open { dirty: effect == Effect::MayCommit };
        let done = work(self)?;
        if effect == Effect::MayCommit {
            self.send(COMMIT)?;
            self.transaction = Transaction::Open { dirty: false };
        }
        Ok(done)
    }

    fn prepared(&mut self, sql: &str, values: &[Value<'_>]) -> Result<(Rows, u64), DatabaseError> {
        let dialect = self.dialect;
        let values = values.iter().map(|value| parameters::bind(dialect, *value));
        let values = values.collect::<Result<Vec<_>, _>>()?;
        // The server would end the session in the middle of a value that is too long.
        if values.iter().any(|value| length(value) + AROUND_VALUE > self.limit) {
            return Err(failure::too_large());
        }
        let statement = self.conn.prep(sql).map_err(|error| self.failed(&error))?;
        let parameters = if values.is_empty() { Params::Empty } else { Params::Positional(values) };
        let found = executed(&mut self.conn, &statement, parameters);
        // A statement that stays open costs memory only, and a broken connection is told by what comes next.
        drop(self.conn.close(statement));
        let (columns, found) = found.map_err(|error| self.failed(&error))?;
        Ok((rows::read(&columns, found)?, self.conn.affected_rows()))
    }

    fn single_row(
        &mut self,
        sql: &str,
        parameters: &[Value<'_>],
    ) -> Result<Vec<Cell>, DatabaseError> {
        Ok(self.query(sql, parameters)?.rows.into_iter().next().unwrap_or_default())
    }

    /// Ends the transaction by this word, and returns to statements that commit themselves.
    fn end(&mut self, word: &str) -> Result<(), DatabaseError> {
        self.transaction = Transaction::None;
        self.send(&format!("{word}; {END}")).map(drop)
    }
}

impl Connection for MysqlConnection {
    fn dialect(&self) -> &'static dyn Dialect {
        self.dialect
    }

    fn execute(&mut self, sql: &str) -> Result<u64, DatabaseError> {
        self.within_transaction(sql, |session| session.send(sql))
    }

    fn execute_with(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<u64, DatabaseError> {
        let done = self.within_transaction(sql, |session| session.prepared(sql, parameters));
        done.map(|(_, affected)| affected)
    }

    fn query(&mut self, sql: &str, parameters: &[Value<'_>]) -> Result<Rows, DatabaseError> {
        let found = self.within_transaction(sql, |session| session.prepared(sql, parameters));
        found.map(|(rows, _)| rows)
    }

    fn version_rows(&mut self, table: TableName<'_>) -> Result<Option<Vec<String>>, DatabaseError> {
        let sql = version_table::select(self.dialect, table);
        let found =
            self.conn.query_iter(sql.sql()).and_then(Iterator::collect::<Result<Vec<_>, _>>);
        match found {
            Ok(rows) => rows.into_iter().map(version).collect::<Result<_, _>>().map(Some),
            Err(error) if failure::code(&error) == Some(failure::NO_SUCH_TABLE) => Ok(None),
            Err(error) => Err(self.failed(&error)),
        }
    }

    fn try_lock(&mut self, version_table: TableName<'_>) -> Result<Lock, DatabaseError> {
        let name = lock::name(&self.database, version_table);
        match self.single_row(lock::TRY, &[Value::Text(&name)])?.as_slice() {
            [Cell::Int(1)] => {
                self.lock = Some(name);
                Ok(Lock::Acquired)
            }
            // Two look-ups are not one: the lock may have been given back in between.
            _ => {
                let holder = self.single_row(lock::HOLDER, &[Value::Text(&name)])?;
                Ok(Lock::Held { by: lock::holder(&holder) })
            }
        }
    }

    fn try_begin(&mut self) -> Result<Lock, DatabaseError> {
        self.send(BEGIN)?;
        self.transaction = Transaction::Open { dirty: false };
        Ok(Lock::Acquired)
    }

    fn transaction_is_open(&mut self) -> Result<bool, DatabaseError> {
        Ok(matches!(self.transaction, Transaction::Open { .. }))
    }

    fn commit(&mut self) -> Result<(), DatabaseError> {
        self.end(COMMIT)
    }

    fn rollback(&mut self) -> Result<(), DatabaseError> {
        match self.transaction {
            Transaction::None => Ok(()),
            Transaction::Open { .. } | Transaction::Ended => self.end("ROLLBACK"),
        }
    }

    fn unlock(&mut self) -> Result<(), DatabaseError> {
        let Some(name) = self.lock.take() else {
            return Ok(());
        };
        match self.single_row(lock::UNLOCK, &[Value::Text(&name)])?.as_slice() {
            [Cell::Int(1)] => Ok(()),
            _ => Err(DatabaseError::LockLost),
        }
    }
}

/// As many bytes as stand around a value that is sent by itself, and some to spare.
const AROUND_VALUE: usize = 64;

/// Returns how long a value is of those that can be long.
fn length(value: &mysql::Value) -> usize {
    if let mysql::Value::Bytes(bytes) = value { bytes.len() } else { 0 }
}

/// Connects; without TLS where it is only preferred and the server has none.
fn connect(config: &Config) -> Result<Conn, Error> {
    match (Conn::new(config.opts.clone()), &config.fallback) {
        (Err(Error::DriverError(DriverError::TlsNotSupported)), Some(plain)) => {
            Conn::new(plain.clone())
        }
        (connected, _) => connected,
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

/// Runs a prepared statement; returns the columns and rows of its first result.
fn executed(
    conn: &mut Conn,
    statement: &mysql::Statement,
    parameters: Params,
) -> Result<(Vec<mysql::Column>, Vec<mysql::Row>), Error> {
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

fn version(row: mysql::Row) -> Result<String, DatabaseError> {
    let unreadable = |reason: &str| DatabaseError::Unreadable {
        column: version_table::COLUMN.to_owned(),
        reason: reason.to_owned(),
    };
    match row.unwrap_raw().into_iter().next().flatten() {
        Some(mysql::Value::Bytes(bytes)) => {
            String::from_utf8(bytes).map_err(|_| unreadable("its text is not UTF-8"))
        }
        _ => Err(unreadable("the version table holds a NULL")),
    }
}
